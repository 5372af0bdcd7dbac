package dev.sekisho.policy.fault;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.model.Durations;
import dev.sekisho.policy.PlainPolicyType;
import dev.sekisho.policy.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * {@code fault}: delays and errors on purpose, as Istio's HTTPFaultInjection and Envoy's HTTP filter "fault" (their
 * documentation gives the header names).
 */
public final class Fault implements PlainPolicyType<FaultConfig> {

    private final DoubleSupplier random;

    /** Faults by chance. */
    public Fault() {
        this(() -> ThreadLocalRandom.current().nextDouble());
    }

    /** Faults by a source of numbers from 0 to below 1, of use by several threads. */
    Fault(DoubleSupplier random) {
        this.random = random;
    }

    @Override
    public String name() {
        return "fault";
    }

    @Override
    public Class<FaultConfig> configType() {
        return FaultConfig.class;
    }

    @Override
    public Stage stage() {
        return Stage.TRANSFORMATION;
    }

    @Override
    public Policy create(FaultConfig config) {
        if (config.delay().isEmpty() && config.abort().isEmpty()) {
            throw new IllegalArgumentException("fault: neither delay nor abort (expected: one of them, or both)");
        }
        config.delay().ifPresent(Fault::check);
        config.abort().ifPresent(Fault::check);
        List<FieldTest> tests = new ArrayList<>();
        config.headers().forEach((name, value) -> tests.add(FieldTest.of(name, value)));
        Plan plan = config.byHeader() ? Plan.asked(config) : Plan.fixed(config);
        return new FaultPolicy(plan, tests.toArray(FieldTest[]::new), random);
    }

    private static void check(FaultConfig.Delay delay) {
        if (!delay.duration().isPositive()) {
            throw new IllegalArgumentException("delay.duration: " + delay.duration() + " (expected: > 0s)");
        }
        percentage("delay.percentage", delay.percentage());
    }

    private static void check(FaultConfig.Abort abort) {
        if (abort.status() < 200 || abort.status() > 599) {
            throw new IllegalArgumentException("abort.status: " + abort.status() + " (expected: 200 to 599)");
        }
        percentage("abort.percentage", abort.percentage());
    }

    private static void percentage(String setting, double value) {
        if (!(value >= 0 && value <= 100)) { // so that NaN is none
            throw new IllegalArgumentException(setting + ": " + value + " (expected: 0 to 100)");
        }
    }

    @Override
    public String describe(FaultConfig config) {
        List<String> parts = new ArrayList<>();
        String most = config.byHeader() ? "up to " : "";
        config.delay()
                .ifPresent(d -> parts.add(
                        "delays " + percent(d.percentage()) + " by " + most + Durations.format(d.duration())));
        config.abort()
                .ifPresent(a -> parts.add("answers " + percent(a.percentage()) + " with "
                        + (config.byHeader() ? "the status asked for" : a.status())));
        Optional<String> who = Optional.of(config.headers().keySet())
                .filter(names -> !names.isEmpty())
                .map(names -> " where " + String.join(", ", names) + " fit");
        return String.join(", ", parts) + (config.byHeader() ? ", as requests ask for" : "") + who.orElse("");
    }

    private static String percent(double value) {
        return (value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value)) + "%";
    }
}
