package dev.sekisho.dialect.kong;

import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.kong.entity.Entity;
import dev.sekisho.model.ActiveHealth;
import dev.sekisho.model.Health;
import dev.sekisho.model.PassiveHealth;
import dev.sekisho.model.StatusPattern;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Health checks of an upstream. Kong counts statuses of neither list for nothing; so in probes all but the unhealthy ones count as good
 * here, and in answers to requests only the unhealthy ones count as bad.
 */
final class Healths {

    static final Health NONE = new Health(Optional.empty(), Optional.empty(), Optional.empty(), 0);

    private static final int FIRST = 100; // statuses of the model
    private static final int LAST = 599;

    private final Entity checks;
    private final Report report;

    private Healths(Entity checks, Report report) {
        this.checks = checks;
        this.report = report;
    }

    static Health of(Entity upstream, Report report) {
        return new Healths(upstream.fields("healthchecks"), report).health();
    }

    private Health health() {
        Optional<ActiveHealth> active = active(checks.fields("active"));
        Optional<PassiveHealth> passive = passive(checks.fields("passive"));
        if (checks.decimal("threshold") > 0) {
            String message = "threshold: " + checks.decimal("threshold")
                    + " is not observed: the healthy targets serve on, however few they are";
            report.add(
                    Kinds.DIFFERS, checks.at("threshold"), message, "limit the load by a policy such as concurrency");
        }
        if (passive.isPresent()
                && (active.isEmpty() || active.get().unhealthy().interval().isZero())) {
            String message =
                    "passive: counters without probes of unhealthy targets (expected: active.unhealthy.interval above 0)";
            report.add(Kinds.NO_RECOVERY, checks.at("passive"), message, "add active checks");
        }
        return new Health(active, passive, Optional.empty(), 0);
    }

    private Optional<ActiveHealth> active(Entity active) {
        Entity healthy = active.fields("healthy");
        Entity unhealthy = active.fields("unhealthy");
        if (healthy.decimal("interval") == 0 && unhealthy.decimal("interval") == 0) {
            return Optional.empty();
        }
        ActiveHealth.Kind kind =
                ActiveHealth.Kind.valueOf(active.text("type").orElse("http").toUpperCase(Locale.ROOT));
        if (healthy.number("successes") == 0 && unhealthy.decimal("interval") > 0) {
            String message = "healthy.successes: 0 (expected: 1 or more, or no probe brings a target back; 1 is taken)";
            report.add(Kinds.DIFFERS, active.at("healthy"), message, "set it to 1");
        }
        boolean http = kind.isHttp();
        if (!active.map("headers").isEmpty()) {
            String message = "headers: not sent with probes";
            report.add(Kinds.DIFFERS, active.at("headers"), message, "let the path of probes do without them");
        }
        return Optional.of(new ActiveHealth(
                kind,
                http ? active.text("http_path").orElse("/") : "/",
                kind.isTls() ? active.text("https_sni") : Optional.empty(),
                Optional.empty(),
                !kind.isTls() || active.truth("https_verify_certificate"),
                http ? allBut(unhealthy) : List.of(),
                seconds(active.decimal("timeout")),
                new ActiveHealth.Healthy(
                        seconds(healthy.decimal("interval")), Math.max(1, healthy.number("successes"))),
                new ActiveHealth.Unhealthy(
                        seconds(unhealthy.decimal("interval")),
                        unhealthy.number("http_failures"),
                        unhealthy.number("tcp_failures"),
                        unhealthy.number("timeouts"))));
    }

    private static Optional<PassiveHealth> passive(Entity passive) {
        Entity unhealthy = passive.fields("unhealthy");
        boolean tcp = passive.text("type").filter("tcp"::equals).isPresent();
        int http = tcp ? 0 : unhealthy.number("http_failures");
        if (http == 0 && unhealthy.number("tcp_failures") == 0 && unhealthy.number("timeouts") == 0) {
            return Optional.empty();
        }
        return Optional.of(new PassiveHealth(
                Math.max(1, passive.fields("healthy").number("successes")),
                patterns(statuses(unhealthy)),
                http,
                unhealthy.number("tcp_failures"),
                unhealthy.number("timeouts"),
                Duration.ZERO,
                Duration.ZERO));
    }

    private static List<StatusPattern> allBut(Entity unhealthy) {
        BitSet good = statuses(unhealthy);
        good.flip(FIRST, LAST + 1);
        return patterns(good);
    }

    private static BitSet statuses(Entity of) {
        BitSet statuses = new BitSet();
        for (Object status : of.list("http_statuses")) {
            int number = Integer.parseInt(String.valueOf(status));
            if (number >= FIRST && number <= LAST) {
                statuses.set(number);
            }
        }
        return statuses;
    }

    private static List<StatusPattern> patterns(BitSet statuses) {
        List<StatusPattern> patterns = new ArrayList<>();
        for (int from = statuses.nextSetBit(0); from >= 0; ) {
            int to = statuses.nextClearBit(from) - 1;
            patterns.add(new StatusPattern(from, to));
            from = statuses.nextSetBit(to + 1);
        }
        return List.copyOf(patterns);
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1_000));
    }
}
