package dev.sekisho.policy.cors;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.policy.OriginPattern;
import dev.sekisho.policy.SerializedOrigin;
import java.util.List;

/** The origins that may read answers. Immutable, thread-safe. */
final class Origins {

    /** Origins that nobody lists on purpose; a pattern that matches one of them matches everything. */
    private static final List<String> PROBES =
            List.of("https://unlisted.invalid", "http://unlisted.invalid", "https://unlisted.invalid:8443");

    private final OriginPattern[] patterns;
    private final boolean any;

    private Origins(OriginPattern[] patterns, boolean any) {
        this.patterns = patterns;
        this.any = any;
    }

    /**
     * Reads the origins of the settings.
     *
     * @param credentials whether these origins may act as the user, so that a pattern for all of them is refused
     * @throws IllegalArgumentException where there is none, or one cannot stand
     */
    static Origins parse(List<String> texts, boolean credentials) {
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("origins: none (expected: at least one, or * for every origin)");
        }
        boolean any = texts.contains("*");
        if (any && credentials) {
            throw new IllegalArgumentException("origins: * with credentials: true (expected: the origins by name, or"
                    + " credentials: false; browsers refuse * with credentials, and reflecting every origin would let"
                    + " any site act as the user)");
        }
        if (any && texts.size() > 1) {
            throw new IllegalArgumentException(
                    "origins: " + String.join(", ", texts) + " (expected: * alone, or the origins without it)");
        }
        OriginPattern[] patterns = any
                ? new OriginPattern[0]
                : texts.stream().map(OriginPattern::parse).toArray(OriginPattern[]::new);
        Origins origins = new Origins(patterns, any);
        if (credentials) {
            origins.refuseEverything(texts);
        }
        return origins;
    }

    private void refuseEverything(List<String> texts) {
        for (String probe : PROBES) {
            byte[] bytes = Ascii.bytes(probe);
            for (int i = 0; i < patterns.length; i++) {
                if (patterns[i].matches(bytes, 0, bytes.length)) {
                    throw new IllegalArgumentException("origins: " + texts.get(i) + " with credentials: true matches "
                            + probe + " (expected: a pattern that names your own domains, or credentials: false)");
                }
            }
        }
    }

    /** Whether every origin may read answers, so that they do not depend on it. */
    boolean any() {
        return any;
    }

    /**
     * Number of the Origin field of a request, as the client sent it: a later policy may have removed or replaced it for
     * the backend. -1 where there is none.
     */
    static int field(Headers headers) {
        for (int i = 0, count = headers.count(); i < count; i++) {
            if (headers.known(i) == HeaderName.ORIGIN) {
                return i;
            }
        }
        return -1;
    }

    /** Whether the origin of that field may read the answer; more than one origin may not. */
    boolean allows(Headers headers, int field) {
        if (any) {
            return true;
        }
        int start = headers.valueStart(field);
        int end = headers.valueEnd(field);
        boolean repeated = !headers.isRemoved(field) && headers.find(HeaderName.ORIGIN, field + 1) >= 0;
        if (repeated || !SerializedOrigin.isValid(headers.bytes(), start, end)) {
            return false;
        }
        for (OriginPattern pattern : patterns) {
            if (pattern.matches(headers.bytes(), start, end)) {
                return true;
            }
        }
        return false;
    }
}
