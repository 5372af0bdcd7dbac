package dev.sekisho.cli;

import java.time.Duration;
import java.time.Instant;

/** How long this process runs; from the operating system, because the JVM's management beans take tens of milliseconds. */
final class ProcessAge {

    private ProcessAge() {}

    /** {@code 180 ms after the start of the process}, exact to some 10 ms. */
    static String text() {
        return ProcessHandle.current()
                .info()
                .startInstant()
                .map(start -> Duration.between(start, Instant.now()).toMillis() + " ms after the start of the process")
                .orElse("now");
    }
}
