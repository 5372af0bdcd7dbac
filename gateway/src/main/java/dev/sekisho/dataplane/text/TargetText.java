package dev.sekisho.dataplane.text;

import dev.sekisho.dataplane.Ascii;

/**
 * Writes a request target without its secrets: values of query parameters that {@link SecretNames} names, and user
 * information before a host, become {@code [redacted]}. One thread only; allocates nothing.
 */
public final class TargetText {

    /** Bytes of a target that are looked at; what is beyond is left out and marked. */
    public static final int LONGEST = 4096;

    private static final byte[] REDACTED = Ascii.bytes("[redacted]");
    private static final byte[] TRUNCATED = Ascii.bytes("[truncated]");

    private final SecretNames secrets = new SecretNames();

    /** Writes the target as the inside of a JSON string; returns the end. */
    public int write(byte[] bytes, int start, int end, byte[] into, int at) {
        int stop = Math.min(end, start + LONGEST);
        int question = Ascii.indexOf(bytes, start, stop, '?');
        int out = beforeQuery(bytes, start, question < 0 ? stop : question + 1, into, at);
        if (question >= 0) {
            out = query(bytes, question + 1, stop, into, out);
        }
        return stop < end ? JsonText.raw(TRUNCATED, into, out) : out;
    }

    private static int beforeQuery(byte[] bytes, int start, int end, byte[] into, int at) {
        if (start == end || bytes[start] == '/') {
            return JsonText.escape(bytes, start, end, into, at);
        }
        int colon = Ascii.indexOf(bytes, start, end, ':');
        boolean hasScheme = colon >= 0 && colon + 2 < end && bytes[colon + 1] == '/' && bytes[colon + 2] == '/';
        int authority = hasScheme ? colon + 3 : start;
        int slash = Ascii.indexOf(bytes, authority, end, '/');
        int host = (slash < 0 ? end : slash) - 1;
        while (host >= authority && bytes[host] != '@') {
            host--;
        }
        if (host < authority) {
            return JsonText.escape(bytes, start, end, into, at);
        }
        int out = JsonText.escape(bytes, start, authority, into, at);
        out = JsonText.raw(REDACTED, into, out);
        return JsonText.escape(bytes, host, end, into, out);
    }

    /** Writes a query, without its question mark, as the inside of a JSON string; returns the end. */
    public int query(byte[] bytes, int start, int end, byte[] into, int at) {
        int out = at;
        int plainFrom = start;
        for (int name = start; name < end; ) {
            int next = separator(bytes, name, end);
            int equal = Ascii.indexOf(bytes, name, next, '=');
            if (equal >= 0 && equal + 1 < next && secrets.isSecret(bytes, name, equal)) {
                out = JsonText.escape(bytes, plainFrom, equal + 1, into, out);
                out = JsonText.raw(REDACTED, into, out);
                next = ampersand(bytes, next, end);
                plainFrom = next;
            }
            name = next + 1;
        }
        return JsonText.escape(bytes, plainFrom, end, into, out);
    }

    private static int ampersand(byte[] bytes, int start, int end) {
        int at = Ascii.indexOf(bytes, start, end, '&');
        return at < 0 ? end : at;
    }

    /** Where a name may begin anew: some servers split at semicolons too. A secret value goes on to the ampersand. */
    private static int separator(byte[] bytes, int start, int end) {
        int i = start;
        while (i < end && bytes[i] != '&' && bytes[i] != ';') {
            i++;
        }
        return i;
    }
}
