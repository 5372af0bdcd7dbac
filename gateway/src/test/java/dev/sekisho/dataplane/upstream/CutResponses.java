package dev.sekisho.dataplane.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** What a {@link ResponseReader} makes of bytes, as text. */
final class CutResponses {

    private final RequestHead request = new RequestHead();
    private final ResponseHead response = new ResponseHead();
    private final StringBuilder seen = new StringBuilder();

    /** What a reader makes of the bytes, delivered in two parts: interim statuses, status, body, end. */
    String read(ResponseReader reader, byte[] bytes, int cut) {
        seen.setLength(0);
        response.clear();
        reader.begin();
        boolean on = part(reader, buffer(bytes, 0, cut));
        if (on) {
            part(reader, buffer(bytes, cut, bytes.length));
        }
        return seen.toString();
    }

    private static ByteBuf buffer(byte[] bytes, int from, int to) {
        return Unpooled.buffer(to - from + 1).writeBytes(bytes, from, to - from); // counted also where it is empty
    }

    private boolean part(ResponseReader reader, ByteBuf in) {
        boolean on = true;
        boolean more = in.isReadable();
        while (on && more) {
            ResponseReader.Event event = reader.next(request, response, in);
            ByteBuf piece = reader.takePiece();
            more = event != ResponseReader.Event.MORE && piece != in && in.isReadable();
            on = event(reader, event, piece);
        }
        in.release();
        assertThat(in.refCnt()).isZero();
        return on;
    }

    private boolean event(ResponseReader reader, ResponseReader.Event event, ByteBuf piece) {
        switch (event) {
            case INTERIM, HEAD -> seen.append(response.status()).append(' ');
            case BAD -> seen.append("bad");
            case MORE, BODY, SWITCH -> {}
        }
        if (event == ResponseReader.Event.INTERIM) {
            response.clear();
        }
        seen.append(piece.toString(StandardCharsets.ISO_8859_1));
        piece.release();
        if (event == ResponseReader.Event.BAD || !reader.isWhole()) {
            return event != ResponseReader.Event.BAD;
        }
        ByteBuf trailers = reader.takeTrailers();
        seen.append(" end").append(trailers.toString(StandardCharsets.ISO_8859_1));
        trailers.release();
        return false;
    }
}
