package dev.sekisho.server.shipping;

import java.io.IOException;
import java.util.List;

/** The way to one destination. Used by one thread, but for {@link #abort} and {@link #reopen}. */
interface Outlet {

    /** Another try would end the same. */
    final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        Refused(String why) {
            super(why);
        }
    }

    /** Sends records, all or none, as far as that can be told; waits. To be tried again with the same list. */
    void send(List<byte[]> records) throws IOException;

    /** What was tried last is given up. */
    default void forget() {}

    /** Nothing has been sent for {@link #keepaliveNanos}. */
    default void idle() {}

    /** How long to wait before {@link #idle}, nanoseconds. */
    default long keepaliveNanos() {
        return Long.MAX_VALUE / 2;
    }

    /** Records of one sending. */
    default int mostRecords() {
        return 1_000;
    }

    /** How long a first record waits for others, nanoseconds. */
    default long delayNanos() {
        return 0;
    }

    /** Whether it blocks in ways that hold a thread of the platform. */
    default boolean isFile() {
        return false;
    }

    /** Opens anew what is a file. */
    default void reopen() throws IOException {}

    /** Ends whatever waits, now and later; for any thread. */
    default void abort() {}

    /** Lets go in good order. */
    void close();
}
