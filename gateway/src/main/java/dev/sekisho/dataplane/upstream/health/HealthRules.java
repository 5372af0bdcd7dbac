package dev.sekisho.dataplane.upstream.health;

import dev.sekisho.model.ActiveHealth;
import dev.sekisho.model.Health;
import dev.sekisho.model.PassiveHealth;
import dev.sekisho.model.StatusPattern;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** What counts as healthy. Immutable, thread-safe. */
public final class HealthRules {

    private static final int[] FAILURES = {500, 502, 503, 504};

    private final @Nullable PassiveHealth passive;
    private final @Nullable ActiveHealth active;
    private final BitSet failures = new BitSet(600);
    private final BitSet expected = new BitSet(600);

    private HealthRules(Health config) {
        passive = config.passive().orElse(null);
        active = config.active().orElse(null);
        if (passive != null && !passive.statuses().isEmpty()) {
            passive.statuses().forEach(pattern -> set(failures, pattern));
        } else {
            for (int status : FAILURES) {
                failures.set(status);
            }
        }
        if (active != null && !active.expect().isEmpty()) {
            active.expect().forEach(pattern -> set(expected, pattern));
        } else {
            expected.set(200, 400);
        }
    }

    private static void set(BitSet statuses, StatusPattern pattern) {
        statuses.set(pattern.from(), pattern.to() + 1);
    }

    /** The rules of a configuration. */
    public static HealthRules of(Health config) {
        return new HealthRules(config);
    }

    /** Whether answers to requests are of interest. */
    public boolean reports() {
        return passive != null;
    }

    /** Whether the only target of an upstream is asked however it is. */
    public boolean sparesSole() {
        return passive != null && !passive.sole();
    }

    /** Whether an answer to a probe may have this status. */
    public boolean isExpected(int status) {
        return expected.get(status);
    }

    boolean isFailure(int status) {
        return failures.get(status);
    }

    @Nullable
    PassiveHealth passive() {
        return passive;
    }

    @Nullable
    ActiveHealth active() {
        return active;
    }
}
