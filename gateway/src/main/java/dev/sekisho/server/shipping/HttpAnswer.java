package dev.sekisho.server.shipping;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.dataplane.http1.ResponseParser;
import dev.sekisho.policy.FieldList;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Reads an answer, as strictly as those of upstreams, and forgets its body. A body that is long, or whose length its head does not tell,
 * costs the connection. For one answer.
 */
final class HttpAnswer {

    private static final byte[] CLOSE = Ascii.bytes("close");
    private static final int LONGEST_BODY = 64 << 10; // that is read for the sake of the connection

    private final InputStream in;
    private final ResponseHead head = new ResponseHead();
    private final byte[] piece = new byte[4096];
    private final ByteBuf bytes = Unpooled.buffer(piece.length);
    private boolean begun;
    private boolean kept;

    HttpAnswer(InputStream in) {
        this.in = in;
    }

    /** Reads it; waits. Gives its status. */
    int read() throws IOException {
        ResponseParser parser = new ResponseParser();
        do {
            head.clear();
            parser.next();
            while (!parser.parse(head, bytes)) {
                more();
            }
            if (parser.isRefused()) {
                throw new IOException("the answer is no HTTP/1.1");
            }
        } while (head.status() < 200);
        kept = isKept() && skip(length());
        return head.status();
    }

    private void more() throws IOException {
        int count = in.read(piece);
        if (count < 0) {
            throw new EOFException("closed before an answer");
        }
        begun = true;
        bytes.discardReadBytes();
        bytes.writeBytes(piece, 0, count);
    }

    /** Whether any of it has come. */
    boolean isBegun() {
        return begun;
    }

    /** Whether the connection may serve again. */
    boolean keepsConnection() {
        return kept;
    }

    private boolean isKept() {
        return head.minorVersion() == 1 && !FieldList.contains(head.headers(), HeaderName.CONNECTION, CLOSE);
    }

    /** Length of the body; -1 where the head does not tell, or it is not worth the connection. */
    private int length() {
        if (head.status() == 204 || head.status() == 304) {
            return 0;
        }
        Headers headers = head.headers();
        List<String> lengths = headers.getAll(HeaderName.CONTENT_LENGTH);
        boolean known = lengths.size() == 1
                && lengths.getFirst().matches("[0-9]{1,6}")
                && !headers.contains(HeaderName.TRANSFER_ENCODING);
        int length = known ? Integer.parseInt(lengths.getFirst()) : -1;
        return length <= LONGEST_BODY ? length : -1;
    }

    private boolean skip(int length) throws IOException {
        int rest = length - bytes.readableBytes();
        if (length >= 0 && rest > 0) {
            in.skipNBytes(rest);
        }
        return length >= 0 && rest >= 0; // what is beyond it nobody has asked for
    }
}
