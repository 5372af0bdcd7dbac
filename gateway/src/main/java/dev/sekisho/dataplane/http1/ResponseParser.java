package dev.sekisho.dataplane.http1;

import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.ResponseHead;
import io.netty.buffer.ByteBuf;

/**
 * Reads response heads of upstreams (RFC 9112 sections 2 to 6), as strictly as request heads. Not thread-safe.
 */
public final class ResponseParser extends HeadParser {

    private static final byte[] VERSION = {'H', 'T', 'T', 'P', '/', '1', '.'};
    private static final int CODE = VERSION.length + 2; // minor version, space

    private ResponseHead head = new ResponseHead();

    /** A parser with {@link HeadLimits#RESPONSE}. */
    public ResponseParser() {
        super(HeadLimits.RESPONSE);
    }

    /**
     * Takes bytes of a head out of the buffer.
     *
     * @return true when the head is whole, or refused: see {@link #isRefused}
     */
    public boolean parse(ResponseHead into, ByteBuf in) {
        head = into;
        return read(into.headers(), in) != Progress.MORE;
    }

    /** Whether the last head was refused. */
    public boolean isRefused() {
        return reason() != Reason.NONE;
    }

    /** Makes ready for the next head. */
    public void next() {
        reset();
    }

    @Override
    int startLine(byte[] bytes, int at, int end) {
        for (int i = 0; i < VERSION.length && at + i < end; i++) {
            if (bytes[at + i] != VERSION[i]) {
                return bad();
            }
        }
        if (end - at < CODE + 5) {
            return -1;
        }
        int minor = bytes[at + VERSION.length] - '0';
        int code = code(bytes, at + CODE);
        if (minor < 0 || minor > 1 || bytes[at + CODE - 1] != ' ' || code < 0) {
            return bad();
        }
        int phrase = at + CODE + 3;
        int phraseEnd = endOfValue(bytes, phrase, end);
        if (phraseEnd >= end - 1) {
            return phraseEnd < end && bytes[phraseEnd] != '\r' ? bad() : -1;
        }
        if (bytes[phraseEnd] != '\r' || bytes[phraseEnd + 1] != '\n' || (phraseEnd > phrase && bytes[phrase] != ' ')) {
            return bad();
        }
        head.status(code);
        head.minorVersion(minor);
        head.reason(Math.min(phrase + 1, phraseEnd), phraseEnd);
        if (at == 0 && minor == 1 && phraseEnd > phrase + 1) {
            head.lineEnd(phraseEnd + 2);
        }
        return phraseEnd + 2;
    }

    /** Three digits from 100 to 599, or -1. */
    private static int code(byte[] bytes, int at) {
        int value = 0;
        for (int i = at; i < at + 3; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value >= 100 && value <= 599 ? value : -1;
    }

    private int bad() {
        refuse(Reason.UPSTREAM_INVALID);
        return -1;
    }
}
