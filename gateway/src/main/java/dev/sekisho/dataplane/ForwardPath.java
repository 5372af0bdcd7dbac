package dev.sekisho.dataplane;

/**
 * Another path for the upstream. What comes out of a change is normalised and checked as a client's path is, so that no change
 * makes a path that the gateway would have refused. Thread-safe.
 */
public final class ForwardPath {

    private ForwardPath() {}

    /** Puts it in place; gives why it is refused, or {@link Reason#NONE}. A refused one changes nothing that is sent. */
    public static Reason put(RequestHead head, String path) {
        Headers headers = head.headers();
        byte[] text = Ascii.bytes(path);
        for (byte b : text) {
            if (b <= ' ' || b == 0x7F || b == '?' || b == '#') {
                return Reason.PATH_ENCODING;
            }
        }
        if (text.length == 0 || text[0] != '/') {
            return Reason.PATH_ENCODING;
        }
        headers.reserve(text.length);
        int start = headers.end();
        System.arraycopy(text, 0, headers.bytes(), start, text.length);
        headers.advance(start + text.length);
        int from = headers.end();
        Reason refused = PathNormalizer.normalise(head, start, from);
        if (refused == Reason.NONE) {
            head.forwardPath(from, headers.end());
        }
        return refused;
    }
}
