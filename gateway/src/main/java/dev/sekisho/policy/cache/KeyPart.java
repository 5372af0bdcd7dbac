package dev.sekisho.policy.cache;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.policy.FieldValue;

/** A part of a key. Immutable, thread-safe. */
sealed interface KeyPart {

    /** Writes it, without any byte below a space but tab. */
    void put(Exchange x, KeyBytes out);

    /** Plain text. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Text(byte[] bytes) implements KeyPart {
        @Override
        public void put(Exchange x, KeyBytes out) {
            out.writeBytes(bytes);
        }
    }

    /** The request as the router sees it. */
    enum Canonical implements KeyPart {
        SCHEME,
        HOST,
        PATH,
        QUERY,
        METHOD,
        ROUTE,
        FORWARDED;

        private static final byte[] PLAIN = Ascii.bytes("80");
        private static final byte[] SECURE = Ascii.bytes("443");
        private static final byte[] HTTP = Ascii.bytes("http");
        private static final byte[] HTTPS = Ascii.bytes("https");

        @Override
        public void put(Exchange x, KeyBytes out) {
            RequestHead request = x.request();
            byte[] bytes = request.headers().bytes();
            switch (this) {
                case SCHEME -> scheme(x, out);
                case HOST -> host(request, out);
                case PATH -> out.write(bytes, request.pathStart(), request.pathEnd() - request.pathStart());
                case QUERY -> query(request, out);
                case METHOD -> out.writeText(request.methodText());
                case ROUTE -> out.writeText(x.route().name());
                case FORWARDED -> forwarded(request, out);
            }
        }

        /** The path that a policy has put in the place of the client's, which may depend on who the client is; else nothing. */
        private static void forwarded(RequestHead request, KeyBytes out) {
            int start = request.forwardStart();
            if (start != request.pathStart() || request.forwardEnd() != request.pathEnd()) {
                out.write(request.headers().bytes(), start, request.forwardEnd() - start);
            }
        }

        /** As the backend is told: by a trusted proxy in front, or by the connection. */
        private static void scheme(Exchange x, KeyBytes out) {
            Headers headers = x.request().headers();
            int told = headers.find(HeaderName.X_FORWARDED_PROTO);
            if (told >= 0 && !x.caller().hasPlainFields()) {
                out.write(headers.bytes(), headers.valueStart(told), headers.valueEnd(told) - headers.valueStart(told));
            } else {
                out.writeBytes(x.caller().tls() == null ? HTTP : HTTPS);
            }
        }

        /** With the port as it was sent, since the backend may see it, unless it is a usual one. */
        private static void host(RequestHead request, KeyBytes out) {
            byte[] bytes = request.headers().bytes();
            out.write(bytes, request.hostStart(), request.hostEnd() - request.hostStart());
            int field = request.hostField();
            if (field < 0) {
                return;
            }
            int start = request.headers().valueStart(field);
            int end = request.headers().valueEnd(field);
            int colon = end;
            while (colon > start && bytes[colon - 1] >= '0' && bytes[colon - 1] <= '9') {
                colon--;
            }
            boolean port = colon > start && colon < end && bytes[colon - 1] == ':';
            if (port && !isUsual(bytes, colon, end)) {
                out.write(bytes, colon - 1, end - colon + 1);
            }
        }

        private static boolean isUsual(byte[] bytes, int start, int end) {
            return Ascii.equals(bytes, start, end, PLAIN) || Ascii.equals(bytes, start, end, SECURE);
        }

        private static void query(RequestHead request, KeyBytes out) {
            if (request.queryStart() >= 0) {
                out.write('?');
                out.write(request.headers().bytes(), request.queryStart(), request.queryEnd() - request.queryStart());
            }
        }
    }

    /** All values of a field. */
    record Field(HeaderName name) implements KeyPart {
        @Override
        public void put(Exchange x, KeyBytes out) {
            Headers headers = x.request().headers();
            for (int i = headers.find(name); i >= 0; i = headers.find(name, i + 1)) {
                out.write(headers.bytes(), headers.valueStart(i), headers.valueEnd(i) - headers.valueStart(i));
                out.write(1);
            }
        }
    }

    /** All cookies of a name. */
    record Cookie(String name) implements KeyPart {
        @Override
        public void put(Exchange x, KeyBytes out) {
            RequestParts.cookies(x.request().headers(), name, value -> {
                out.writeBytes(Ascii.bytes(value));
                out.write(1);
            });
        }
    }

    /** All query parameters of a name, as sent. */
    record Parameter(String name) implements KeyPart {
        @Override
        public void put(Exchange x, KeyBytes out) {
            RequestParts.parameters(x.request(), name, value -> {
                out.writeBytes(Ascii.bytes(value));
                out.write(1);
            });
        }
    }

    /** What {@link FieldValue} knows. */
    record Known(FieldValue value) implements KeyPart {
        @Override
        public void put(Exchange x, KeyBytes out) {
            Headers room = x.request().headers(); // behind its end, so that nothing is allocated
            int start = room.end();
            value.write(room, x);
            out.write(room.bytes(), start, room.end() - start);
            room.advance(start);
        }
    }
}
