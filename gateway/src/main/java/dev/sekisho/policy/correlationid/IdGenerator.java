package dev.sekisho.policy.correlationid;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.RequestIds;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Makes ids. Thread-safe, of use by all event loops. */
sealed interface IdGenerator {

    /** No id is longer, bytes: an address of IPv6 with its zone, and six numbers. */
    int LONGEST = 256;

    /** Writes an id at the end of headers, which have room for {@link #LONGEST} bytes. */
    void write(Exchange x, Headers into);

    /** A UUID each, of version 7; allocates nothing. */
    record Uuid() implements IdGenerator {
        @Override
        public void write(Exchange x, Headers into) {
            int at = into.end();
            x.loop().requestIds().write(into.bytes(), at);
            into.advance(at + RequestIds.LENGTH);
        }
    }

    /** One UUID for as long as the policy serves, and a number; allocates nothing. */
    final class UuidCounter implements IdGenerator {
        private final byte[] prefix = Ascii.bytes(UUID.randomUUID() + "#");
        private final AtomicLong counter = new AtomicLong();

        @Override
        public void write(Exchange x, Headers into) {
            int at = Ascii.put(prefix, into.bytes(), into.end());
            into.advance(Ascii.putDecimal(into.bytes(), at, counter.incrementAndGet()));
        }
    }

    /**
     * Where and when the request came, in the form of Kong's tracker: {@code ip-port-pid-connection-connection_requests-timestamp}. What
     * nginx calls the connection is the event loop here, and requests are counted over all of them, so that no two are alike.
     */
    final class Tracker implements IdGenerator {
        private static final long PROCESS = ProcessHandle.current().pid();
        private static final int MILLIS = 1000;

        private final InstantSource clock;
        private final AtomicLong counter = new AtomicLong();

        Tracker(InstantSource clock) {
            this.clock = clock;
        }

        @Override
        public void write(Exchange x, Headers into) {
            InetSocketAddress local = x.caller().localAddress();
            byte[] address = Ascii.bytes(local.getAddress().getHostAddress());
            byte[] bytes = into.bytes();
            int at = Ascii.put(address, bytes, into.end());
            at = number(local.getPort(), bytes, at);
            at = number(PROCESS, bytes, at);
            at = number(x.loop().index(), bytes, at);
            at = number(counter.incrementAndGet(), bytes, at);
            long now = clock.millis();
            at = number(now / MILLIS, bytes, at);
            bytes[at++] = '.';
            long rest = now % MILLIS;
            bytes[at++] = (byte) ('0' + rest / 100);
            bytes[at++] = (byte) ('0' + rest / 10 % 10);
            bytes[at++] = (byte) ('0' + rest % 10);
            into.advance(at);
        }

        private static int number(long number, byte[] into, int at) {
            into[at] = '-';
            return Ascii.putDecimal(into, at + 1, number);
        }
    }
}
