package dev.sekisho.policy.fault;

import dev.sekisho.model.Property;
import dev.sekisho.model.ValuePattern;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Settings of the {@code fault} policy. */
public record FaultConfig(
        @Property("Delays requests; at least one of delay and abort.")
        Optional<Delay> delay,

        @Property("Answers in place of the backend, after the delay where there is one.")
        Optional<Abort> abort,

        @Property(
                value = "Headers, in the forms of match, that a request must have; the other requests pass untouched.",
                example = "{ X-Chaos: \"yes\" }")
        Map<String, ValuePattern> headers,

        @Property(
                value =
                        "Whether requests choose by header: x-envoy-fault-delay-request (ms), x-envoy-fault-abort-request (status), each with -percentage behind it. Requests without these pass; duration and percentages are then the most that they get.",
                defaultValue = "false")
        boolean byHeader) {

    /** Takes copies, in the order of the document. */
    public FaultConfig {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** A delay before the backend is asked. */
    public record Delay(
            @Property(value = "How long; with byHeader the longest.", min = "1ms", max = "1h", example = "500ms")
            Duration duration,

            @Property(
                    value = "Percentage of requests that are delayed, 0 to 100.",
                    defaultValue = "100",
                    min = "0",
                    max = "100")
            double percentage) {}

    /** An error in place of the backend's answer. */
    public record Abort(
            @Property(
                    value = "Status; with byHeader the request says it.",
                    defaultValue = "503",
                    min = "200",
                    max = "599")
            int status,

            @Property(
                    value = "Percentage of requests that are answered so, 0 to 100.",
                    defaultValue = "100",
                    min = "0",
                    max = "100")
            double percentage) {}
}
