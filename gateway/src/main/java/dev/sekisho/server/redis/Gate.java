package dev.sekisho.server.redis;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps commands from a server that does not answer, or not often enough: a failure fills it, an answer empties it a little, and when it
 * is full none is let through until somebody has found the server well and opens it. Five failures in a row shut it, and in the long
 * run more than one in eleven do. Thread-safe, without locks.
 */
final class Gate {

    private static final int FAILURE = 10;
    private static final int ANSWER = 1;
    private static final int FULL = 50;

    private final AtomicInteger level = new AtomicInteger();

    /** Whether a command may go; whoever is told so reports how it went. */
    boolean lets() {
        return level.get() < FULL;
    }

    /** The server has answered; opens nothing, since the command may be one of before. */
    void answered() {
        if (level.get() != 0) { // reading costs other threads nothing
            level.updateAndGet(now -> now >= FULL ? now : Math.max(0, now - ANSWER));
        }
    }

    /** The server has not answered; gives whether that has shut the gate. */
    boolean failed() {
        int before = level.getAndUpdate(now -> Math.min(now + FAILURE, FULL));
        return before < FULL && before + FAILURE >= FULL;
    }

    /** The server is well; gives whether the gate was shut. */
    boolean open() {
        return level.getAndSet(0) >= FULL;
    }
}
