package dev.sekisho.dataplane.upstream;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Reason;

/** What becomes of Host on the way to the upstream. Thread-safe; allocates nothing. */
public sealed interface HostChange {

    /** Changes the request; gives why what came of it is refused, or {@link Reason#NONE}. */
    Reason apply(Exchange x);

    /** Stays as the client sent it. */
    record Keep() implements HostChange {
        @Override
        public Reason apply(Exchange x) {
            return Reason.NONE;
        }
    }

    /** The address of the target that is chosen, where it is written. */
    record Target() implements HostChange {
        @Override
        public Reason apply(Exchange x) {
            x.request().headers().remove(HeaderName.HOST);
            return Reason.NONE;
        }
    }

    /** The same for every request. */
    record Name(byte[] bytes) implements HostChange {
        @Override
        public Reason apply(Exchange x) {
            x.request().headers().set(HeaderName.HOST, bytes);
            return Reason.NONE;
        }
    }

    /** Writes a value that depends on the request at the end of headers, and leaves room for two bytes more. */
    @FunctionalInterface
    interface Writer {
        /** Writes it. */
        void write(Headers into, Exchange x);
    }

    /**
     * Made of the request. Where nothing comes of it, it is the address of the target; a text that cannot be a host
     * (RFC 9110 section 7.2) is refused.
     */
    record Text(Writer writer) implements HostChange {
        private static final String REFUSED = "\"#/<>?@\\^`{|}";

        @Override
        public Reason apply(Exchange x) {
            Headers headers = x.request().headers();
            int line = headers.begin(HeaderName.HOST, 2);
            int from = headers.end();
            writer.write(headers, x);
            int to = headers.end();
            if (from == to || !isHost(headers.bytes(), from, to)) {
                headers.advance(line);
                headers.remove(HeaderName.HOST);
                return from == to ? Reason.NONE : Reason.HOST;
            }
            headers.remove(HeaderName.HOST);
            headers.finish(HeaderName.HOST, line);
            return Reason.NONE;
        }

        private static boolean isHost(byte[] bytes, int from, int to) {
            for (int i = from; i < to; i++) {
                if (bytes[i] <= ' ' || bytes[i] == 0x7F || REFUSED.indexOf(bytes[i]) >= 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
