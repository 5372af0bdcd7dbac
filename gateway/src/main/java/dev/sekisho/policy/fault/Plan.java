package dev.sekisho.policy.fault;

import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;

/**
 * Which faults a request may get, before chance decides. A percentage of 0 is none. Immutable, thread-safe; allocates
 * nothing.
 *
 * @param byHeader whether a request gets what it asks for, within the rest, or what stands here
 * @param delayNanos the delay, or the longest one
 * @param delayPercentage chance of a delay
 * @param abortStatus the status
 * @param abortPercentage chance of an answer in place of the backend's
 */
record Plan(boolean byHeader, long delayNanos, double delayPercentage, int abortStatus, double abortPercentage) {

    // Names of Envoy's documentation, "HTTP fault injection filter", section "Controlling fault injection via headers"
    private static final HeaderName DELAY = HeaderName.of("x-envoy-fault-delay-request");
    private static final HeaderName DELAY_PERCENTAGE = HeaderName.of("x-envoy-fault-delay-request-percentage");
    private static final HeaderName ABORT = HeaderName.of("x-envoy-fault-abort-request");
    private static final HeaderName ABORT_PERCENTAGE = HeaderName.of("x-envoy-fault-abort-request-percentage");

    private static final long NANOS_PER_MILLI = 1_000_000;

    /** The same faults for every request. */
    static Plan fixed(FaultConfig config) {
        return of(config, false);
    }

    /** Faults that requests ask for. */
    static Plan asked(FaultConfig config) {
        return of(config, true);
    }

    private static Plan of(FaultConfig config, boolean byHeader) {
        return new Plan(
                byHeader,
                config.delay().map(d -> d.duration().toNanos()).orElse(0L),
                config.delay().map(FaultConfig.Delay::percentage).orElse(0.0),
                config.abort().map(FaultConfig.Abort::status).orElse(0),
                config.abort().map(FaultConfig.Abort::percentage).orElse(0.0));
    }

    /** How long the request may be delayed, nanoseconds; 0 for not. */
    long delay(Headers request) {
        if (!byHeader) {
            return delayNanos;
        }
        long millis = number(request, DELAY);
        return millis <= 0 ? 0 : Math.min(delayNanos, millis * NANOS_PER_MILLI);
    }

    /** With which status the request may be answered; 0 for not. */
    int abort(Headers request) {
        if (!byHeader) {
            return abortStatus;
        }
        long status = number(request, ABORT);
        return status >= 200 && status <= 599 ? (int) status : 0;
    }

    /** Chance of the delay, 0 to 100. */
    double delayChance(Headers request) {
        return byHeader ? chance(request, DELAY_PERCENTAGE, delayPercentage) : delayPercentage;
    }

    /** Chance of the answer, 0 to 100. */
    double abortChance(Headers request) {
        return byHeader ? chance(request, ABORT_PERCENTAGE, abortPercentage) : abortPercentage;
    }

    private static double chance(Headers request, HeaderName name, double most) {
        if (!request.contains(name)) {
            return most;
        }
        long asked = number(request, name);
        return asked < 0 ? 0 : Math.min(asked, most);
    }

    /** The only field of that name as a number of at most nine digits; -1 where it is none. */
    private static long number(Headers request, HeaderName name) {
        int field = request.find(name);
        if (field < 0 || request.find(name, field + 1) >= 0) {
            return -1;
        }
        byte[] bytes = request.bytes();
        int start = request.valueStart(field);
        int end = request.valueEnd(field);
        if (start == end || end - start > 9) {
            return -1;
        }
        long number = 0;
        for (int i = start; i < end; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return -1;
            }
            number = number * 10 + bytes[i] - '0';
        }
        return number;
    }
}
