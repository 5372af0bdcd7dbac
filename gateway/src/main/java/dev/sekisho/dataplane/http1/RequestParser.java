package dev.sekisho.dataplane.http1;

import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.Tokens;
import io.netty.buffer.ByteBuf;

/**
 * Reads request heads (RFC 9112 sections 2 to 6): the bytes first, then {@link TargetRules} and {@link RequestRules} over
 * the whole. Not thread-safe.
 */
public final class RequestParser extends HeadParser {

    private static final byte[] VERSION = {'H', 'T', 'T', 'P', '/', '1', '.'};
    private static final int LINE_REST = VERSION.length + 3; // digit, CR, LF

    private RequestHead head = new RequestHead();

    /** A parser with the limits of its listener. */
    public RequestParser(HeadLimits limits) {
        super(limits);
    }

    /**
     * Takes bytes of a head out of the buffer.
     *
     * @return true when the head is whole and passed every rule, or was refused: see {@link #refused}
     */
    public boolean parse(RequestHead into, ByteBuf in) {
        head = into;
        Progress progress = read(into.headers(), in);
        if (progress == Progress.DONE) {
            Reason found = TargetRules.apply(into, limits());
            if (found == Reason.NONE) {
                found = RequestRules.apply(into);
            }
            if (found != Reason.NONE) {
                refuse(found);
            }
            return true;
        }
        return progress == Progress.REFUSED;
    }

    /** Why the last head was refused; {@link Reason#NONE} where it was not. */
    public Reason refused() {
        return reason();
    }

    /** Makes ready for the next head. */
    public void next() {
        reset();
    }

    @Override
    int startLine(byte[] bytes, int at, int end) {
        int start = at;
        if (start == 0 && end >= 2 && bytes[0] == '\r' && bytes[1] == '\n') {
            start = 2; // an empty line before the request line may be ignored, RFC 9112 section 2.2
        } else if (bytes[start] == '\r' && end < 2) {
            return -1;
        }
        int methodEnd = Tokens.endOfToken(bytes, start, end);
        if (methodEnd == end) {
            return more(methodEnd - start > 64, Reason.REQUEST_LINE);
        }
        if (bytes[methodEnd] != ' ' || methodEnd == start) {
            return bad(bytes[methodEnd] == '\n' ? Reason.LINE_FEED_ALONE : Reason.REQUEST_LINE);
        }
        int target = methodEnd + 1;
        int targetEnd = TargetRules.endOfTarget(bytes, target, end);
        if (targetEnd - target > limits().target()) {
            return bad(Reason.TARGET_TOO_LONG);
        }
        if (targetEnd == end) {
            return -1;
        }
        if (targetEnd == target || bytes[targetEnd] != ' ') {
            return bad(bytes[targetEnd] == '\n' ? Reason.LINE_FEED_ALONE : Reason.TARGET);
        }
        head.method(Method.lookup(bytes, start, methodEnd), start, methodEnd);
        head.target(target, targetEnd);
        return version(bytes, targetEnd + 1, end);
    }

    private int version(byte[] bytes, int at, int end) {
        int have = Math.min(end - at, VERSION.length);
        for (int i = 0; i < have; i++) {
            if (bytes[at + i] != VERSION[i]) {
                return bad(isOtherVersion(bytes, at, end) ? Reason.VERSION : Reason.REQUEST_LINE);
            }
        }
        if (end - at < LINE_REST) {
            boolean known = have < VERSION.length || end - at == have || isMinor(bytes[at + have]);
            return known ? -1 : otherMinor(bytes[at + have]);
        }
        byte minor = bytes[at + VERSION.length];
        if (!isMinor(minor)) {
            return otherMinor(minor);
        }
        int lineEnd = at + VERSION.length + 1;
        if (bytes[lineEnd] != '\r' || bytes[lineEnd + 1] != '\n') {
            return bad(bytes[lineEnd] == '\n' ? Reason.LINE_FEED_ALONE : Reason.REQUEST_LINE);
        }
        head.minorVersion(minor - '0');
        head.lineEnd(lineEnd + 2);
        return lineEnd + 2;
    }

    private static boolean isMinor(byte b) {
        return b == '0' || b == '1';
    }

    private int otherMinor(byte minor) {
        return bad(minor >= '2' && minor <= '9' ? Reason.VERSION : Reason.REQUEST_LINE);
    }

    /** HTTP, slash and a digit other than 1: well formed, but not ours. */
    private static boolean isOtherVersion(byte[] bytes, int at, int end) {
        for (int i = 0; i < 5; i++) {
            if (at + i >= end || bytes[at + i] != VERSION[i]) {
                return false;
            }
        }
        return at + 5 < end && bytes[at + 5] >= '0' && bytes[at + 5] <= '9';
    }

    private int more(boolean refused, Reason why) {
        return refused ? bad(why) : -1;
    }

    private int bad(Reason why) {
        refuse(why);
        return -1;
    }
}
