package dev.sekisho.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Whether, when and how often a call that failed is made again. */
public record Retry(
        @Property(value = "Retries beyond the first try.", defaultValue = "3", min = "0", max = "100")
        int attempts,

        @Property("What is retried; left out, connect-failure, reset, timeout and status.")
        List<Cause> on,

        @Property("Statuses that are retried; left out, 408, 429, 500, 502, 503 and 504.")
        List<StatusPattern> statuses,

        @Property("gRPC statuses that are retried, by their names in lower case with dashes; left out, none.")
        List<GrpcStatus> grpcStatuses,

        @Property(value = "Waiting time before a retry.", defaultValue = "{}")
        Backoff backoff,

        @Property("How long one try may take; left out, timeouts.read alone counts.")
        Optional<Duration> perTryTimeout,

        @Property(
                value =
                        "Whether requests are retried whose method is not idempotent (RFC 9110 section 9.2.2) and that may have "
                                + "reached the service. One with an Idempotency-Key field counts as idempotent.",
                defaultValue = "false")
        boolean unsafe,

        @Property(
                value =
                        "Largest request body that is kept for a retry; requests with a larger one are not retried once it "
                                + "passes this.",
                defaultValue = "64KiB",
                min = "0",
                max = "64MiB")
        Size maxBody,

        @Property(
                value =
                        "Most that retries may add to the load: those of an upstream together, those of a route that has its own apart.",
                defaultValue = "{}")
        Budget budget,

        @Property("A second try while the first still runs; left out, none.")
        Optional<Hedge> hedge,

        @Property(
                value =
                        "Targets that a request is sent to at most, each once, as with nginx's proxy_next_upstream_tries; those that "
                                + "refuse the connection count, and are passed over only where connect-failure is retried. Left out, "
                                + "any that refuses is passed over, and a retry may go to one that was asked before.",
                min = "1",
                max = "1000000")
        Optional<Integer> targets,

        @Property(value = "Time after which no further try begins; left out, none.", min = "1ms", max = "24h")
        Optional<Duration> within) {

    /** One whose tries are bounded by their number alone. */
    public Retry(
            int attempts,
            List<Cause> on,
            List<StatusPattern> statuses,
            List<GrpcStatus> grpcStatuses,
            Backoff backoff,
            Optional<Duration> perTryTimeout,
            boolean unsafe,
            Size maxBody,
            Budget budget,
            Optional<Hedge> hedge) {
        this(
                attempts,
                on,
                statuses,
                grpcStatuses,
                backoff,
                perTryTimeout,
                unsafe,
                maxBody,
                budget,
                hedge,
                Optional.empty(),
                Optional.empty());
    }

    /** What went wrong with a try. */
    public enum Cause {
        /** No connection could be made: refused, unreachable, too slow, name not known. */
        CONNECT_FAILURE,
        /** The connection ended before a response head came. */
        RESET,
        /** The response head took too long. */
        TIMEOUT,
        /** The answer was malformed. */
        INVALID,
        /** The answer had one of the statuses. */
        STATUS
    }

    /** Outcome of a gRPC call that may be tried again. */
    public enum GrpcStatus {
        /** 1. */
        CANCELLED,
        /** 4. */
        DEADLINE_EXCEEDED,
        /** 8. */
        RESOURCE_EXHAUSTED,
        /** 13. */
        INTERNAL,
        /** 14. */
        UNAVAILABLE
    }

    /** How long it waits. */
    public record Backoff(
            @Property(value = "How the waiting time grows.", defaultValue = "exponential-jitter")
            Kind kind,

            @Property(value = "First waiting time.", defaultValue = "1s", min = "1ms", max = "1h")
            Duration base,

            @Property(
                    value = "Longest waiting time, one asked for by Retry-After included.",
                    defaultValue = "30s",
                    min = "1ms",
                    max = "1h")
            Duration cap,

            @Property(
                    value = "Part of the waiting time that is random, from 0 to 1; 1 is full jitter.",
                    defaultValue = "0.5",
                    min = "0",
                    max = "1")
            double jitter,

            @Property(
                    value = "Whether Retry-After is waited for, where it is no longer than the cap.",
                    defaultValue = "true")
            boolean retryAfter) {

        /** How it grows. */
        public enum Kind {
            /** No waiting. */
            IMMEDIATE,
            /** Always the base. */
            FIXED,
            /** Twice as long each time. */
            EXPONENTIAL,
            /** Twice as long each time, part of it random. */
            EXPONENTIAL_JITTER
        }
    }

    /** Retries against requests. */
    public record Budget(
            @Property(
                    value = "Retries per hundred requests of the last ten seconds.",
                    defaultValue = "20",
                    min = "0",
                    max = "1000")
            int percent,

            @Property(
                    value = "Retries a second that are always allowed.",
                    defaultValue = "3",
                    min = "0",
                    max = "100000")
            int minPerSecond) {}

    /** A second try while the first one still runs; the first response counts. */
    public record Hedge(
            @Property(value = "When the second try starts, if no response head has come.", min = "1ms", max = "1h")
            Duration after) {}
}
