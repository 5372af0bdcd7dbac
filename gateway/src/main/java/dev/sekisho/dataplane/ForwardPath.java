package dev.sekisho.dataplane;

/**
 * Another path for the upstream. What comes out of a change is normalised and checked as a client's path is, so that no change
 * makes a path that the gateway would have refused. Thread-safe.
 */
public final class ForwardPath {

    private ForwardPath() {}

    /** Longest path that may take the place of a client's, bytes; it is what limits on heads are for. */
    private static final int LONGEST = 16 << 10;

    /** Puts it in place; gives why it is refused, or {@link Reason#NONE}. A refused one changes nothing that is sent. */
    public static Reason put(RequestHead head, String path) {
        if (!isPath(path)) {
            return Reason.PATH_ENCODING;
        }
        int from = append(head, path);
        Reason refused = PathNormalizer.normalise(head, from - path.length(), from);
        if (refused == Reason.NONE) {
            head.forwardPath(from, head.headers().end());
        }
        return refused;
    }

    /**
     * Puts it in the place of the client's path for good: routing, policies and the upstream see it from now on, and logs the client's. Gives
     * why it is refused, or {@link Reason#NONE}; a refused one changes nothing. A segment of dots is refused, however it is written: it comes
     * of what a client chose, and would lead out of where the configuration points.
     */
    public static Reason replace(RequestHead head, String path) {
        if (path.length() > LONGEST) {
            return Reason.TARGET_TOO_LONG;
        }
        if (!isPath(path) || hasDots(path)) {
            return Reason.PATH_ENCODING;
        }
        boolean separators = head.hasEncodedSeparators();
        head.encodedSeparators(false);
        int from = append(head, path);
        Reason refused = PathNormalizer.normalise(head, from - path.length(), from);
        if (refused == Reason.NONE) {
            head.path(from, head.headers().end());
            head.targetChanged();
        } else {
            head.encodedSeparators(separators);
        }
        return refused;
    }

    /** Puts a query in the place of the client's, for good; empty for none. Gives why it is refused, or {@link Reason#NONE}. */
    public static Reason replaceQuery(RequestHead head, String query) {
        if (query.length() > LONGEST) {
            return Reason.TARGET_TOO_LONG;
        }
        if (query.chars().anyMatch(c -> c <= ' ' || c >= 0x7F || c == '#')) {
            return Reason.TARGET;
        }
        int end = query.isEmpty() ? -1 : append(head, query);
        head.query(end < 0 ? -1 : end - query.length(), end);
        head.targetChanged();
        return Reason.NONE;
    }

    /** Each char is a byte. */
    private static boolean isPath(String path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c <= ' ' || c == 0x7F || c == '?' || c == '#') {
                return false;
            }
        }
        return !path.isEmpty() && path.charAt(0) == '/';
    }

    private static boolean hasDots(String path) {
        for (String segment : path.replace("%2e", ".").replace("%2E", ".").split("/", -1)) {
            if (segment.equals(".") || segment.equals("..")) {
                return true;
            }
        }
        return false;
    }

    /** Writes the text behind the fields; gives its end. */
    private static int append(RequestHead head, String path) {
        Headers headers = head.headers();
        byte[] text = Ascii.bytes(path);
        headers.reserve(text.length);
        int start = headers.end();
        System.arraycopy(text, 0, headers.bytes(), start, text.length);
        headers.advance(start + text.length);
        return start + text.length;
    }
}
