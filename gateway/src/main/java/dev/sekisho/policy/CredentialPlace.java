package dev.sekisho.policy;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Pairs;
import dev.sekisho.dataplane.RequestHead;

/** A place of a request that may hold a credential. Immutable, thread-safe; looking allocates nothing. */
public sealed interface CredentialPlace {

    /** Nothing is there. */
    long NOTHING = Pairs.NOTHING;

    /** The place is there twice, so that two readers could take different credentials. */
    long REPEATED = -2;

    /** The credential's range in the bytes of the head, as {@link Pairs#range}, or {@link #NOTHING} or {@link #REPEATED}. */
    long find(RequestHead request);

    /** Removes the credential, so that the backend does not see it. */
    void hide(RequestHead request);

    /** The place in words. */
    String label();

    /** Takes the credential out of what the access log shows; {@link #find} finds it all the same. */
    default void conceal(RequestHead request) {}

    /** Whether the credential stands there with percent-escapes. */
    default boolean escaped() {
        return false;
    }

    /** A field of its own. */
    record Field(HeaderName name) implements CredentialPlace {
        @Override
        public long find(RequestHead request) {
            return only(request, name);
        }

        private static long only(RequestHead request, HeaderName name) {
            Headers headers = request.headers();
            int field = headers.find(name);
            if (field < 0) {
                return NOTHING;
            }
            return headers.find(name, field + 1) >= 0
                    ? REPEATED
                    : Pairs.range(headers.valueStart(field), headers.valueEnd(field));
        }

        @Override
        public void hide(RequestHead request) {
            request.headers().remove(name);
        }

        @Override
        public String label() {
            return "header " + name;
        }
    }

    /** A field of its own that may hold a token by itself, or with the scheme Bearer before it. */
    record Bearing(HeaderName name) implements CredentialPlace {

        private static final byte[] BEARER = Ascii.bytes("bearer ");

        @Override
        public long find(RequestHead request) {
            long found = Field.only(request, name);
            if (found == NOTHING || found == REPEATED) {
                return found;
            }
            byte[] bytes = request.headers().bytes();
            int start = Pairs.start(found);
            int behind = start + BEARER.length;
            if (behind > Pairs.end(found) || !Ascii.equalsLower(bytes, start, behind, BEARER)) {
                return found;
            }
            while (behind < Pairs.end(found) && bytes[behind] == ' ') {
                behind++;
            }
            return Pairs.range(behind, Pairs.end(found));
        }

        @Override
        public void hide(RequestHead request) {
            request.headers().remove(name);
        }

        @Override
        public String label() {
            return "header " + name;
        }
    }

    /** A parameter of the query. */
    record Parameter(String text, byte[] name) implements CredentialPlace {
        @Override
        public long find(RequestHead request) {
            return request.queryStart() < 0
                    ? NOTHING
                    : only(request.headers().bytes(), request.queryStart(), request.queryEnd());
        }

        private long only(byte[] bytes, int from, int to) {
            long found = Pairs.parameter(bytes, from, to, name);
            boolean twice = found != NOTHING && Pairs.parameter(bytes, Pairs.end(found), to, name) != NOTHING;
            return twice ? REPEATED : found;
        }

        @Override
        public void hide(RequestHead request) {
            QueryEdits.remove(request, name);
        }

        @Override
        public void conceal(RequestHead request) {
            if (find(request) != NOTHING) {
                QueryEdits.mask(request, name);
            }
        }

        @Override
        public String label() {
            return "query parameter " + text;
        }

        @Override
        public boolean escaped() {
            return true;
        }
    }

    /** A cookie. */
    record Cookie(String text, byte[] name) implements CredentialPlace {
        @Override
        public long find(RequestHead request) {
            Headers headers = request.headers();
            long found = NOTHING;
            for (int field = headers.find(HeaderName.COOKIE);
                    field >= 0;
                    field = headers.find(HeaderName.COOKIE, field + 1)) {
                int end = headers.valueEnd(field);
                long here = Pairs.cookie(headers.bytes(), headers.valueStart(field), end, name);
                while (here != NOTHING) {
                    if (found != NOTHING) {
                        return REPEATED;
                    }
                    found = here;
                    here = Pairs.cookie(headers.bytes(), Pairs.end(here), end, name);
                }
            }
            return found;
        }

        @Override
        public void hide(RequestHead request) {
            CookieEdits.remove(request.headers(), name);
        }

        @Override
        public String label() {
            return "cookie " + text;
        }
    }

    /** The Authorization field with a scheme (RFC 9110 section 11.6.2), whose name is kept in lower case. */
    record Scheme(String text, byte[] lower) implements CredentialPlace {
        @Override
        public long find(RequestHead request) {
            Headers headers = request.headers();
            long found = NOTHING;
            for (int field = next(headers, 0); field >= 0; field = next(headers, field + 1)) {
                if (found != NOTHING) {
                    return REPEATED;
                }
                int start = headers.valueStart(field) + lower.length;
                while (start < headers.valueEnd(field) && headers.bytes()[start] == ' ') {
                    start++;
                }
                found = Pairs.range(start, headers.valueEnd(field));
            }
            return found;
        }

        @Override
        public void hide(RequestHead request) {
            Headers headers = request.headers();
            for (int field = next(headers, 0); field >= 0; field = next(headers, field + 1)) {
                headers.remove(field);
            }
        }

        /** The next Authorization field with that scheme, from that number on, or -1. */
        private int next(Headers headers, int from) {
            int field = headers.find(HeaderName.AUTHORIZATION, from);
            while (field >= 0 && !isOfScheme(headers, field)) {
                field = headers.find(HeaderName.AUTHORIZATION, field + 1);
            }
            return field;
        }

        private boolean isOfScheme(Headers headers, int field) {
            int start = headers.valueStart(field);
            int end = start + lower.length;
            return end <= headers.valueEnd(field)
                    && Ascii.equalsLower(headers.bytes(), start, end, lower)
                    && (end == headers.valueEnd(field) || headers.bytes()[end] == ' ');
        }

        @Override
        public String label() {
            return "Authorization with scheme " + text;
        }
    }
}
