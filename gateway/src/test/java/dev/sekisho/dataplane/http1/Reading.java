package dev.sekisho.dataplane.http1;

import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The requests that a reader finds in a stream of bytes, up to the first that it refuses or that is not whole.
 *
 * @param requests the whole requests, in order
 * @param refused whether reading ended with a refusal
 */
record Reading(List<Request> requests, boolean refused) {

    /** One request: where it goes, what it carries, and by the next one's start where it ends. */
    record Request(String method, String target, List<String> fields, String body) {}

    /** As the gateway reads. */
    static Reading ours(byte[] stream) {
        List<Request> requests = new ArrayList<>();
        RequestParser parser = new RequestParser(Wires.LIMITS);
        int at = 0;
        while (at < stream.length) {
            RequestHead head = new RequestHead();
            ByteBuf in = Unpooled.wrappedBuffer(stream, at, stream.length - at);
            parser.next();
            boolean done = parser.parse(head, in);
            if (!done || parser.refused() != Reason.NONE) {
                return new Reading(requests, done);
            }
            at += in.readerIndex();
            String body;
            if (head.contentLength() < 0) {
                byte[] rest = Arrays.copyOfRange(stream, at, stream.length);
                Optional<Wires.Body> chunks = Wires.chunks(rest);
                if (chunks.isEmpty()) {
                    return new Reading(requests, true);
                }
                body = chunks.get().data();
                at += chunks.get().used();
            } else if (head.contentLength() > stream.length - at) {
                return new Reading(requests, false);
            } else {
                body = new String(stream, at, (int) head.contentLength(), StandardCharsets.ISO_8859_1);
                at += (int) head.contentLength();
            }
            String target = Wires.ascii(head.headers(), head.targetStart(), head.targetEnd());
            requests.add(new Request(head.methodText(), target, Wires.fields(head.headers()), body));
        }
        return new Reading(requests, false);
    }

    /** As Netty's decoder reads, at its strictest. */
    static Reading netty(byte[] stream) {
        HttpDecoderConfig config = new HttpDecoderConfig()
                .setMaxInitialLineLength(16 << 10)
                .setMaxHeaderSize(32 << 10)
                .setAllowDuplicateContentLengths(false)
                .setValidateHeaders(true)
                .setStrictLineParsing(true)
                .setUseRfc9112TransferEncoding(true);
        EmbeddedChannel channel = new EmbeddedChannel(new HttpRequestDecoder(config));
        try {
            channel.writeInbound(Unpooled.wrappedBuffer(stream));
            return collect(channel);
        } finally {
            channel.finishAndReleaseAll();
        }
    }

    private static Reading collect(EmbeddedChannel channel) {
        List<Request> requests = new ArrayList<>();
        Optional<HttpRequest> head = Optional.empty();
        StringBuilder body = new StringBuilder();
        for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
            if (message instanceof HttpRequest request) {
                if (request.decoderResult().isFailure()) {
                    return new Reading(requests, true);
                }
                head = Optional.of(request);
                body.setLength(0);
            }
            if (message instanceof HttpContent content) {
                body.append(content.content().toString(StandardCharsets.ISO_8859_1));
                content.release();
                if (content.decoderResult().isFailure()) {
                    return new Reading(requests, true);
                }
            }
            if (message instanceof LastHttpContent && head.isPresent()) {
                requests.add(request(head.get(), body.toString()));
                head = Optional.empty();
            }
        }
        return new Reading(requests, false);
    }

    private static Request request(HttpRequest head, String body) {
        List<String> fields = new ArrayList<>();
        head.headers().iteratorCharSequence().forEachRemaining(f -> fields.add(f.getKey() + ": " + f.getValue()));
        return new Request(head.method().name(), head.uri(), fields, body);
    }
}
