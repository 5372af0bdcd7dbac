package dev.sekisho.dataplane.upstream.breaker;

/** Hears of what circuit breakers do; called on the thread that causes it, so it must not block. Thread-safe. */
public interface BreakerEvents {

    /** Hears nothing. */
    BreakerEvents NONE = new BreakerEvents() {};

    /** The state has changed. */
    default void stateChange(String name, State from, State to) {}

    /** It has opened. */
    default void trip(String name) {}

    /** It has closed again. */
    default void recovery(String name) {}

    /** A call was not let through. */
    default void rejected(String name) {}
}
