package dev.sekisho.dataplane.upstream.retry;

import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.model.Retry;
import dev.sekisho.model.StatusPattern;
import java.time.Duration;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which calls are made again, and after what time. Immutable, thread-safe, allocates nothing.
 *
 * <p>The default causes and statuses are those of requirements of AWS and Envoy clients: 408, 429, 500, 502, 503, 504.
 */
public final class RetryPolicy {

    /** Without configuration: once, at once, where the connection ended before a response to an idempotent request. */
    public static final RetryPolicy DEFAULT = new RetryPolicy();

    private static final HeaderName IDEMPOTENCY_KEY = HeaderName.of("Idempotency-Key");
    private static final int[] STATUSES = {408, 429, 500, 502, 503, 504};
    private static final int[] GRPC = {1, 4, 8, 13, 14}; // by ordinal of Retry.GrpcStatus
    private static final int MAX_SHIFT = 40; // beyond it every base is over every cap

    private final int attempts;
    private final Set<Retry.Cause> causes;
    private final BitSet statuses = new BitSet(600);
    private final long grpc;
    private final Retry.Backoff.Kind kind;
    private final long base;
    private final long cap;
    private final double jitter;
    private final boolean retryAfter;
    private final boolean unsafe;
    private final long perTry;
    private final int maxBody;
    private final long hedge;
    private final int targets;
    private final long within;

    private RetryPolicy() {
        attempts = 1;
        causes = EnumSet.of(Retry.Cause.RESET);
        grpc = 0;
        kind = Retry.Backoff.Kind.IMMEDIATE;
        base = cap = perTry = hedge = within = 0;
        targets = 0;
        jitter = 0;
        retryAfter = unsafe = false;
        maxBody = 0;
    }

    private RetryPolicy(Retry config) {
        attempts = config.attempts();
        causes = config.on().isEmpty()
                ? EnumSet.of(Retry.Cause.CONNECT_FAILURE, Retry.Cause.RESET, Retry.Cause.TIMEOUT, Retry.Cause.STATUS)
                : EnumSet.copyOf(config.on());
        if (causes.contains(Retry.Cause.STATUS)) {
            statuses(config.statuses());
        }
        long bits = 0;
        for (Retry.GrpcStatus status : config.grpcStatuses()) {
            bits |= 1L << GRPC[status.ordinal()];
        }
        grpc = bits;
        kind = config.backoff().kind();
        base = config.backoff().base().toNanos();
        cap = config.backoff().cap().toNanos();
        jitter = config.backoff().jitter();
        retryAfter = config.backoff().retryAfter();
        unsafe = config.unsafe();
        perTry = config.perTryTimeout().map(Duration::toNanos).orElse(0L);
        maxBody = (int) config.maxBody().bytes();
        hedge = config.hedge().map(h -> h.after().toNanos()).orElse(0L);
        targets = config.targets().orElse(0);
        within = config.within().map(Duration::toNanos).orElse(0L);
    }

    private void statuses(List<StatusPattern> patterns) {
        patterns.forEach(pattern -> statuses.set(pattern.from(), pattern.to() + 1));
        if (patterns.isEmpty()) {
            for (int status : STATUSES) {
                statuses.set(status);
            }
        }
    }

    /** The policy of a configuration. */
    public static RetryPolicy of(Retry config) {
        return new RetryPolicy(config);
    }

    /** Whether this failure is one to try again after. */
    public boolean retries(Reason reason) {
        return switch (reason) {
            case CONNECT_REFUSED, CONNECT_TIMEOUT, UPSTREAM_TLS, UNRESOLVED ->
                causes.contains(Retry.Cause.CONNECT_FAILURE);
            case UPSTREAM_RESET, UPSTREAM_REFUSED -> causes.contains(Retry.Cause.RESET);
            case UPSTREAM_TIMEOUT -> causes.contains(Retry.Cause.TIMEOUT);
            case UPSTREAM_INVALID -> causes.contains(Retry.Cause.INVALID);
            default -> false;
        };
    }

    /** Whether a response of this status is one to try again after. */
    public boolean retries(int status) {
        return statuses.get(status);
    }

    /** Whether gRPC statuses are looked at. */
    public boolean retriesGrpc() {
        return grpc != 0;
    }

    /** Whether this gRPC status is one to try again after; -1 for none. */
    public boolean retriesGrpc(int status) {
        return status >= 0 && status < Long.SIZE && (grpc >>> status & 1) != 0;
    }

    /**
     * Whether the request may be sent again: nothing of it has left, or it is safe to repeat (RFC 9110 section 9.2.2, and
     * the Idempotency-Key field of draft-ietf-httpapi-idempotency-key-header).
     */
    public boolean maySend(RequestHead request, boolean left) {
        return !left
                || request.forwardMethod().isIdempotent()
                || this != DEFAULT && (unsafe || request.headers().contains(IDEMPOTENCY_KEY));
    }

    /**
     * How long to wait before a retry, nanoseconds; -1 where it must not be made, since the upstream asked for more time
     * than the cap.
     *
     * @param number of the retry, from 1
     * @param asked what Retry-After asked for, nanoseconds; -1 for nothing
     * @param random any number; it decides the random part
     */
    public long delayNanos(int number, long asked, long random) {
        if (asked >= 0 && retryAfter) {
            return asked > cap ? -1 : asked;
        }
        return switch (kind) {
            case IMMEDIATE -> 0;
            case FIXED -> Math.min(base, cap);
            case EXPONENTIAL -> grown(number);
            case EXPONENTIAL_JITTER -> {
                double part = (random >>> 11) * 0x1.0p-53; // uniform in [0, 1)
                long whole = grown(number);
                yield whole - (long) (whole * jitter * part);
            }
        };
    }

    private long grown(int number) {
        int shift = Math.min(number - 1, MAX_SHIFT);
        return base > cap >> shift ? cap : base << shift;
    }

    /** Retries beyond the first try. */
    public int attempts() {
        return attempts;
    }

    /** How long one try may take, nanoseconds; 0 for no limit of its own. */
    public long perTryNanos() {
        return perTry;
    }

    /** Targets that a request is sent to at most, each once; 0 for no such limit. */
    public int targets() {
        return targets;
    }

    /** Time after which no further try begins, nanoseconds; 0 for none. */
    public long withinNanos() {
        return within;
    }

    /** Largest request body that is kept, bytes. */
    public int maxBody() {
        return maxBody;
    }

    /** When a second try starts beside the first one, nanoseconds; 0 for never. */
    public long hedgeNanos() {
        return hedge;
    }
}
