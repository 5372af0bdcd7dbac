package dev.sekisho.dataplane;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What was counted of the WebSocket connections of one loop, which alone writes; other threads may read, and see the
 * numbers a moment late.
 */
public final class WebSocketCounts {

    /** Who ended a connection. */
    public enum By {
        /** The client. */
        CLIENT,
        /** The upstream. */
        UPSTREAM,
        /** The gateway. */
        GATEWAY,
        /** Nobody: the connection broke off. */
        NOBODY
    }

    private static final int OPEN = 0;
    private static final int FROM_CLIENTS = 1;
    private static final int FROM_UPSTREAMS = 2;
    private static final int CLOSES = 3;
    private static final int FIRST = 1000;
    private static final int NAMED = 16; // codes 1000 to 1015, RFC 6455 section 7.4.1 and IANA's registry

    /** How many labels there are for close codes: each of 1000 to 1015, then 3xxx, 4xxx and all others. */
    public static final int CODES = NAMED + 3;

    private final AtomicLongArray cells = new AtomicLongArray(CLOSES + By.values().length * CODES);

    private void add(int cell, int change) {
        cells.setRelease(cell, cells.getPlain(cell) + change); // one writer, the loop
    }

    /** A connection has opened. */
    public void opened() {
        add(OPEN, 1);
    }

    /** A connection has ended, with that close code (1005 for none, 1006 where it broke off). */
    public void closed(int code, By by) {
        add(OPEN, -1);
        add(CLOSES + by.ordinal() * CODES + index(code), 1);
    }

    /** A whole message has passed. */
    public void message(boolean fromClient) {
        add(fromClient ? FROM_CLIENTS : FROM_UPSTREAMS, 1);
    }

    private static int index(int code) {
        if (code >= FIRST && code < FIRST + NAMED) {
            return code - FIRST;
        }
        return switch (code / 1000) {
            case 3 -> NAMED;
            case 4 -> NAMED + 1;
            default -> NAMED + 2;
        };
    }

    /** The label of close codes of that number, from 0 to below {@link #CODES}. */
    public static String label(int number) {
        return switch (number - NAMED) {
            case 0 -> "3xxx";
            case 1 -> "4xxx";
            case 2 -> "other";
            default -> Integer.toString(FIRST + number);
        };
    }

    /** Connections open now. */
    public long open() {
        return cells.getAcquire(OPEN);
    }

    /** Messages that passed. */
    public long messages(boolean fromClients) {
        return cells.getAcquire(fromClients ? FROM_CLIENTS : FROM_UPSTREAMS);
    }

    /** Connections that ended so, by the number of the code's label. */
    public long closes(By by, int number) {
        return cells.getAcquire(CLOSES + by.ordinal() * CODES + number);
    }
}
