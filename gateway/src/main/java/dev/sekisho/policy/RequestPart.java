package dev.sekisho.policy;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Escapes;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Pairs;
import dev.sekisho.dataplane.RequestHead;
import java.nio.charset.StandardCharsets;

/** Parts of a request or response that a placeholder names behind a dot; see {@link FieldValue}. Immutable, thread-safe. */
sealed interface RequestPart extends FieldSource {

    /** The part that a placeholder names, which has a dot. */
    static RequestPart named(String placeholder) {
        int dot = placeholder.indexOf('.');
        String name = placeholder.substring(dot + 1);
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return switch (placeholder.substring(0, dot)) {
            case "path" -> new Variable(name);
            case "var" -> new Declared(name);
            case "capture" -> new Captured(name, new Variable(name));
            case "query" -> new Parameter(bytes);
            case "cookie" -> new Cookie(bytes);
            case "header" -> new Field(FieldNames.field("header", name), false);
            case "responseHeader" -> new Field(FieldNames.field("responseHeader", name), true);
            default -> throw new IllegalArgumentException(placeholder + " (expected: a placeholder)");
        };
    }

    /** A variable of the route's path; nothing where the route that serves has none of that name. */
    record Variable(String name) implements RequestPart {
        @Override
        public void put(Exchange x, Headers into) {
            int number = x.route().variables().indexOf(name);
            if (number >= 0) {
                FieldSource.copy(x.request().headers().bytes(), x.captureStart(number), x.captureEnd(number), into);
            }
        }

        @Override
        public String text(Exchange x) {
            int number = x.route().variables().indexOf(name);
            byte[] bytes = x.request().headers().bytes();
            return number < 0 ? "" : Escapes.decode(bytes, x.captureStart(number), x.captureEnd(number));
        }

        @Override
        public boolean isPath() {
            return true;
        }

        @Override
        public String raw(Exchange x) {
            int number = x.route().variables().indexOf(name);
            byte[] bytes = x.request().headers().bytes();
            return number < 0 ? "" : Ascii.string(bytes, x.captureStart(number), x.captureEnd(number));
        }
    }

    /** A variable of the configuration, or one that steps have set. */
    record Declared(String name) implements RequestPart {
        @Override
        public void put(Exchange x, Headers into) {
            SafeText.put(text(x), into);
        }

        @Override
        public String text(Exchange x) {
            return x.variable(name);
        }

        @Override
        public boolean isKnownEmpty(Exchange x) {
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

    /**
     * A group by its number, of the last expression that matched: in a variable or in steps, else of the route itself; or by its name, of
     * the last that has one of that name.
     *
     * @param name its number or name
     * @param ofRoute what the route's own expression has of that name
     */
    record Captured(String name, Variable ofRoute) implements RequestPart {
        @Override
        public void put(Exchange x, Headers into) {
            SafeText.put(text(x), into);
        }

        @Override
        public String text(Exchange x) {
            return isOfRoute(x) ? ofRoute.text(x) : x.captures().group(name);
        }

        private boolean isOfRoute(Exchange x) {
            return x.captures().isOfRoute(name) && x.isRouted();
        }

        @Override
        public boolean isPath() {
            return true;
        }

        @Override
        public String raw(Exchange x) {
            return isOfRoute(x) ? ofRoute.raw(x) : SafeText.ofPath(text(x));
        }
    }

    /** The first parameter of that name in the query, decoded. */
    record Parameter(byte[] name) implements RequestPart {
        @Override
        public void put(Exchange x, Headers into) {
            FieldText.put(text(x), into);
        }

        @Override
        public String text(Exchange x) {
            RequestHead head = x.request();
            if (head.queryStart() < 0) {
                return "";
            }
            byte[] bytes = head.headers().bytes();
            long range = Pairs.parameter(bytes, head.queryStart(), head.queryEnd(), name);
            return range == Pairs.NOTHING ? "" : Escapes.decode(bytes, Pairs.start(range), Pairs.end(range));
        }
    }

    /** The first cookie of that name, as it was sent. */
    record Cookie(byte[] name) implements RequestPart {
        @Override
        public void put(Exchange x, Headers into) {
            Headers headers = x.request().headers();
            byte[] bytes = headers.bytes();
            long range = find(headers);
            if (range != Pairs.NOTHING) {
                FieldSource.copy(bytes, Pairs.start(range), Pairs.end(range), into);
            }
        }

        @Override
        public String text(Exchange x) {
            Headers headers = x.request().headers();
            long range = find(headers);
            return range == Pairs.NOTHING ? "" : utf8(headers.bytes(), Pairs.start(range), Pairs.end(range));
        }

        private long find(Headers headers) {
            for (int field = headers.find(HeaderName.COOKIE);
                    field >= 0;
                    field = headers.find(HeaderName.COOKIE, field + 1)) {
                long range = Pairs.cookie(headers.bytes(), headers.valueStart(field), headers.valueEnd(field), name);
                if (range != Pairs.NOTHING) {
                    return range;
                }
            }
            return Pairs.NOTHING;
        }
    }

    /** All fields of that name, with commas between them (RFC 9110 section 5.3). */
    record Field(HeaderName name, boolean isOfResponse) implements RequestPart {
        @Override
        public void put(Exchange x, Headers into) {
            Headers headers = headers(x);
            int first = headers.find(name);
            for (int field = first; field >= 0; field = headers.find(name, field + 1)) {
                if (field != first) {
                    into.reserve(4);
                    into.bytes()[into.end()] = ',';
                    into.bytes()[into.end() + 1] = ' ';
                    into.advance(into.end() + 2);
                }
                FieldSource.copy(headers.bytes(), headers.valueStart(field), headers.valueEnd(field), into);
            }
        }

        @Override
        public String text(Exchange x) {
            byte[] all = Ascii.bytes(String.join(", ", headers(x).getAll(name)));
            return utf8(all, 0, all.length);
        }

        private Headers headers(Exchange x) {
            return isOfResponse ? x.response().headers() : x.request().headers();
        }
    }

    private static String utf8(byte[] bytes, int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }
}
