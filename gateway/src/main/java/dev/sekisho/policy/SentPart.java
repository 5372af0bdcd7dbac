package dev.sekisho.policy;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Pairs;
import dev.sekisho.dataplane.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Parts of a request or response as the other side has sent them, whatever policies have made of them since, that a placeholder
 * names behind a dot; see {@link FieldValue}. Immutable, thread-safe.
 */
sealed interface SentPart extends FieldSource {

    /** Between the values of a list. */
    byte[] COMMA = {',', ' '};

    /** Between cookies. */
    byte[] SEMICOLON = {';', ' '};

    /** The part that a placeholder names; nothing where its kind is another one. */
    static Optional<FieldSource> named(String kind, String name) {
        return switch (kind) {
            case "arg" -> Optional.of(new Argument(name.toLowerCase(Locale.ROOT)));
            case "cookieAnyCase" -> Optional.of(new AnyCaseCookie(Ascii.bytes(name.toLowerCase(Locale.ROOT))));
            case "clientHeader" -> Optional.of(new Field(FieldNames.field(kind, name), false));
            case "upstreamHeader" -> Optional.of(new Field(FieldNames.field(kind, name), true));
            default -> Optional.empty();
        };
    }

    /** The first parameter of that name without regard to case, as it stands in the query: {@code $arg_name}. */
    record Argument(String name) implements SentPart {
        @Override
        public void put(Exchange x, Headers into) {
            SafeText.put(text(x), into);
        }

        @Override
        public String text(Exchange x) {
            long range = find(x.request());
            byte[] bytes = x.request().headers().bytes();
            return range == Pairs.NOTHING ? "" : Ascii.string(bytes, Pairs.start(range), Pairs.end(range));
        }

        @Override
        public boolean isKnownEmpty(Exchange x) {
            return find(x.request()) != Pairs.NOTHING;
        }

        private long find(RequestHead head) {
            byte[] bytes = head.headers().bytes();
            for (int at = head.queryStart(); at >= 0 && at < head.queryEnd(); ) {
                int and = Ascii.indexOf(bytes, at, head.queryEnd(), '&');
                int end = and < 0 ? head.queryEnd() : and;
                int equals = Ascii.indexOf(bytes, at, end, '=');
                if (equals >= 0 && isName(bytes, at, equals)) {
                    return Pairs.range(equals + 1, end);
                }
                at = end + 1;
            }
            return Pairs.NOTHING;
        }

        private boolean isName(byte[] bytes, int start, int end) {
            if (end - start != name.length()) {
                return false;
            }
            for (int i = start; i < end; i++) {
                if (Ascii.lower(bytes[i]) != name.charAt(i - start)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public boolean isPath() {
            return true;
        }

        @Override
        public String raw(Exchange x) {
            return SafeText.ofPath(text(x));
        }
    }

    /** The first cookie of that name without regard to case, as it was sent: {@code $cookie_name}. */
    record AnyCaseCookie(byte[] name) implements SentPart {
        @Override
        public void put(Exchange x, Headers into) {
            Headers headers = x.request().headers();
            long range = find(x.request());
            if (range != Pairs.NOTHING) {
                FieldSource.copy(headers.bytes(), Pairs.start(range), Pairs.end(range), into);
            }
        }

        @Override
        public String text(Exchange x) {
            long range = find(x.request());
            byte[] bytes = x.request().headers().bytes();
            return range == Pairs.NOTHING ? "" : utf8(bytes, Pairs.start(range), Pairs.end(range));
        }

        @Override
        public boolean isKnownEmpty(Exchange x) {
            return find(x.request()) != Pairs.NOTHING;
        }

        private long find(RequestHead head) {
            Headers headers = head.headers();
            for (int i = 0; i < sent(headers, head.sentFields()); i++) {
                long range = headers.is(i, HeaderName.COOKIE)
                        ? Pairs.cookieAnyCase(headers.bytes(), headers.valueStart(i), headers.valueEnd(i), name)
                        : Pairs.NOTHING;
                if (range != Pairs.NOTHING) {
                    return range;
                }
            }
            return Pairs.NOTHING;
        }
    }

    /** All fields of that name, with commas between them, cookies with semicolons: {@code $http_name}, {@code $upstream_http_name}. */
    record Field(HeaderName name, boolean isOfResponse) implements SentPart {
        @Override
        public void put(Exchange x, Headers into) {
            SentPart.put(headers(x), count(x), name, into);
        }

        @Override
        public String text(Exchange x) {
            return count(x) == 0 ? "" : SentPart.text(headers(x), count(x), name);
        }

        @Override
        public boolean isKnownEmpty(Exchange x) {
            Headers headers = headers(x);
            for (int i = 0; i < count(x); i++) {
                if (headers.is(i, name)) {
                    return true;
                }
            }
            return false;
        }

        private int count(Exchange x) {
            return isOfResponse
                    ? Math.min(x.response().upstreamFields(), headers(x).count())
                    : sent(headers(x), x.request().sentFields());
        }

        private Headers headers(Exchange x) {
            return isOfResponse ? x.response().headers() : x.request().headers();
        }
    }

    /** How many fields were sent; all of them where nobody has noted it. */
    static int sent(Headers headers, int noted) {
        return noted == 0 ? headers.count() : Math.min(noted, headers.count());
    }

    /** The fields of that name among the first so many, together. */
    static String text(Headers headers, int noted, HeaderName name) {
        StringBuilder all = new StringBuilder();
        int count = sent(headers, noted);
        for (int i = 0; i < count; i++) {
            if (headers.is(i, name)) {
                all.append(all.isEmpty() ? "" : separator(name) + " ")
                        .append(utf8(headers.bytes(), headers.valueStart(i), headers.valueEnd(i)));
            }
        }
        return all.toString();
    }

    /** Writes the values of the fields of that name among the first {@code count} at the end of headers. */
    static void put(Headers headers, int count, HeaderName name, Headers into) {
        boolean first = true;
        for (int i = 0; i < count; i++) {
            if (headers.is(i, name)) {
                if (!first) {
                    byte[] between = separator(name) == ';' ? SEMICOLON : COMMA;
                    FieldSource.copy(between, 0, between.length, into);
                }
                first = false;
                FieldSource.copy(headers.bytes(), headers.valueStart(i), headers.valueEnd(i), into);
            }
        }
    }

    /** Cookies are one list with semicolons (RFC 6265 section 4.2.1), everything else one with commas. */
    private static char separator(HeaderName name) {
        return name.equals(HeaderName.COOKIE) ? ';' : ',';
    }

    private static String utf8(byte[] bytes, int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }
}
