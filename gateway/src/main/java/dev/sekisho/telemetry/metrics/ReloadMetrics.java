package dev.sekisho.telemetry.metrics;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Counts how reloads of the configuration ended. Thread-safe. */
public final class ReloadMetrics {

    private final LongAdder applied = new LongAdder();
    private final LongAdder unchanged = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private volatile double lastGood; // seconds since 1970

    /** Shows its counts on the page of the registry. */
    public ReloadMetrics(MetricsRegistry registry) {
        registry.add(
                Family.Head.counter("api_gateway_config_reloads_total", "Reloads of the configuration", "result"),
                () -> List.of(
                        new Sample(applied.sum(), "applied"),
                        new Sample(unchanged.sum(), "unchanged"),
                        new Sample(refused.sum(), "refused")));
        registry.add(
                Family.Head.gauge(
                        "api_gateway_config_last_good_timestamp_seconds",
                        "When a configuration was last found good, seconds since 1970"),
                () -> List.of(new Sample(lastGood)));
    }

    /** A configuration serves from now on: a reload brought another one. */
    public void applied() {
        applied.increment();
        good();
    }

    /** A reload brought the configuration that serves already. */
    public void unchanged() {
        unchanged.increment();
        good();
    }

    /** A reload was refused; the earlier configuration goes on. */
    public void refused() {
        refused.increment();
    }

    /** The configuration of the start is good; counts no reload. */
    public void good() {
        lastGood = System.currentTimeMillis() / 1000.0;
    }
}
