package dev.sekisho.dataplane.http1;

import dev.sekisho.blackbox.Corpus;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Feeds bytes to the parsers, whole or cut, and writes down what they made of them. */
final class Wires {

    static final HeadLimits LIMITS = new HeadLimits(16 << 10, 100, 8 << 10);

    private Wires() {}

    static byte[] bytes(String text) {
        return Corpus.bytes(text).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** What became of a request head; {@code used} is how many bytes it took, -1 where it was refused or is not whole. */
    record Parsed(boolean whole, Reason refused, String text, int used) {}

    static Parsed request(byte[] bytes, int... cuts) {
        RequestParser parser = new RequestParser(LIMITS);
        RequestHead head = new RequestHead();
        int used = 0;
        for (byte[] piece : cut(bytes, cuts)) {
            ByteBuf in = Unpooled.wrappedBuffer(piece);
            boolean done = parser.parse(head, in);
            used += in.readerIndex();
            if (done && parser.refused() != Reason.NONE) {
                return new Parsed(true, parser.refused(), "", -1);
            }
            if (done) {
                return new Parsed(true, Reason.NONE, describe(head), used);
            }
        }
        return new Parsed(false, Reason.NONE, "", -1);
    }

    private static String describe(RequestHead head) {
        String path = ascii(head.headers(), head.pathStart(), head.pathEnd());
        return head.methodText() + " " + ascii(head.headers(), head.targetStart(), head.targetEnd()) + " HTTP/1."
                + head.minorVersion() + " host=" + head.hostText() + " path=" + path + " query=" + head.queryText()
                + " length=" + head.contentLength() + " keepAlive=" + head.isKeepAlive() + " upgrade="
                + head.isUpgrade() + " fields=" + fields(head.headers());
    }

    static String ascii(Headers headers, int start, int end) {
        return new String(headers.bytes(), start, end - start, StandardCharsets.ISO_8859_1);
    }

    /** All fields that came, those that end at the gateway too. */
    static List<String> fields(Headers headers) {
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < headers.count(); i++) {
            fields.add(headers.name(i) + ": " + headers.value(i));
        }
        return fields;
    }

    /** A body in chunks as the decoder reads it; empty where it is malformed or not whole. */
    static Optional<Body> chunks(byte[] bytes, int... cuts) {
        ChunkDecoder decoder = new ChunkDecoder();
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        int used = 0;
        for (byte[] piece : cut(bytes, cuts)) {
            ByteBuf in = Unpooled.wrappedBuffer(piece);
            ChunkDecoder.Event event = decoder.next(in);
            while (event == ChunkDecoder.Event.DATA) {
                int size = decoder.available(in);
                for (int i = 0; i < size; i++) {
                    data.write(in.readByte());
                }
                decoder.taken(size);
                event = decoder.next(in);
            }
            used += in.readerIndex();
            if (event == ChunkDecoder.Event.BAD) {
                return Optional.empty();
            }
            if (event == ChunkDecoder.Event.END) {
                String trailers = decoder.takeTrailers().toString(StandardCharsets.ISO_8859_1);
                return Optional.of(new Body(data.toString(StandardCharsets.ISO_8859_1), trailers, used));
            }
        }
        return Optional.empty();
    }

    record Body(String data, String trailers, int used) {}

    private static List<byte[]> cut(byte[] bytes, int... cuts) {
        List<byte[]> pieces = new ArrayList<>();
        int from = 0;
        for (int at : cuts) {
            pieces.add(Arrays.copyOfRange(bytes, from, at));
            from = at;
        }
        pieces.add(Arrays.copyOfRange(bytes, from, bytes.length));
        return pieces;
    }

    /** Cuts into single bytes. */
    static int[] everywhere(byte[] bytes) {
        int[] cuts = new int[Math.max(0, bytes.length - 1)];
        Arrays.setAll(cuts, i -> i + 1);
        return cuts;
    }
}
