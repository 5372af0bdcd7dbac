package dev.sekisho.dataplane.http1;

import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;

/** The rules that every request head must pass, whatever protocol it came in, once its bytes stand as those of HTTP/1.1. */
public final class HeadRules {

    private static final HeadLimits NEITHER = new HeadLimits(0, 0, 0);
    private static final HeadLimits CONNECT = new HeadLimits(0, 0, 0, false, true);

    private HeadRules() {}

    /**
     * Applies them, and leaves the canonical form in the head; {@link Reason#NONE} where none is broken. TRACE is served over
     * HTTP/1.1 only.
     *
     * @param connect whether CONNECT is served
     */
    public static Reason apply(RequestHead head, boolean connect) {
        Reason found = TargetRules.apply(head, connect ? CONNECT : NEITHER);
        return found == Reason.NONE ? RequestRules.apply(head) : found;
    }

    /** Whether the bytes may all stand in a request target. */
    public static boolean isTarget(byte[] bytes, int start, int end) {
        return end > start && TargetRules.endOfTarget(bytes, start, end) == end;
    }
}
