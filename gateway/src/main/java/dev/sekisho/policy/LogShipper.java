package dev.sekisho.policy;

/** Takes records of requests to a destination, off the event loops. Thread-safe. */
public interface LogShipper {

    /** Bytes of the longest record; it fits a datagram, with room for what stands around it. */
    int LONGEST = 60 << 10;

    /** Takes nothing anywhere. */
    LogShipper NONE = (loop, bytes, start, end) -> {};

    /**
     * Takes a copy of a record over; on an event loop, never waits. A record for which there is no room is dropped and counted.
     *
     * @param loop number of the event loop that calls
     * @param bytes hold the record, at most {@link #LONGEST}, without line feeds; printable ASCII but for lines
     *     in a form that keeps bytes beyond it
     */
    void ship(int loop, byte[] bytes, int start, int end);
}
