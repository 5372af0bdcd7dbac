package dev.sekisho.telemetry.metrics;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Leaves comment lines out, so that a family can be written in several pieces: the first piece with its HELP and TYPE, none
 * with the EOF of OpenMetrics. Not thread-safe; does not close what it writes to.
 */
final class CommentFilter extends FilterOutputStream {

    private final boolean keepHead;
    private boolean atLineStart = true;
    private int seen; // bytes of the comment that begins "# E" or not
    private boolean dropping;

    /** A filter that lets HELP and TYPE pass, or no comment at all. */
    CommentFilter(OutputStream out, boolean keepHead) {
        super(out);
        this.keepHead = keepHead;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        int runStart = from;
        int end = from + length;
        for (int i = from; i < end; i++) {
            byte b = bytes[i];
            if (atLineStart && b == '#') {
                out.write(bytes, runStart, i - runStart);
                dropping = true;
                seen = 0;
            }
            atLineStart = b == '\n';
            if (dropping) {
                runStart = i + 1;
                comment(b);
            }
        }
        if (runStart < end) {
            out.write(bytes, runStart, end - runStart);
        }
    }

    /** Looks at a byte of a comment; the third tells HELP and TYPE from EOF. */
    private void comment(byte b) throws IOException {
        if (seen++ == 2 && keepHead && b != 'E') {
            out.write('#');
            out.write(' ');
            out.write(b);
            dropping = false;
        } else if (b == '\n') {
            dropping = false;
        }
    }

    @Override
    public void close() throws IOException {
        flush();
    }
}
