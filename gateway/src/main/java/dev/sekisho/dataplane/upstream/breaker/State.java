package dev.sekisho.dataplane.upstream.breaker;

/** The state of a circuit breaker; its ordinal is the value of {@code api_gateway_circuit_breaker_state}. */
public enum State {
    /** Calls pass. */
    CLOSED,
    /** A few calls pass, as trials. */
    HALF_OPEN,
    /** No call passes. */
    OPEN
}
