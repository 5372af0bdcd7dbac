package dev.sekisho.cli.check;

import dev.sekisho.model.Backend;
import dev.sekisho.model.Durations;
import dev.sekisho.model.Model;
import dev.sekisho.model.Origin;
import dev.sekisho.model.Retry;
import dev.sekisho.model.Route;
import dev.sekisho.model.Upstream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Timeouts that another one cuts short always. Defaults are nobody's wish, so they are not held against anybody. */
final class NestedTimeouts {

    private static final Duration DEFAULT_CONNECT = Duration.ofSeconds(5);
    private static final Duration DEFAULT_READ = Duration.ofSeconds(25);

    private final Findings findings;

    private NestedTimeouts(Findings findings) {
        this.findings = findings;
    }

    static void look(Model model, Findings findings) {
        NestedTimeouts timeouts = new NestedTimeouts(findings);
        Map<String, Upstream> upstreams = new HashMap<>();
        for (Upstream upstream : model.upstreams()) {
            upstreams.put(upstream.name(), upstream);
            timeouts.upstream(upstream);
        }
        model.routes().forEach(route -> timeouts.route(route, upstreams));
    }

    private void upstream(Upstream upstream) {
        Duration total = upstream.timeouts().total();
        Optional<Duration> whole = total.isZero() ? Optional.empty() : Optional.of(total);
        Origin at = upstream.origin();
        given(upstream.timeouts().connect(), DEFAULT_CONNECT)
                .ifPresent(connect -> within(at, "timeouts.connect", connect, "timeouts.total", whole));
        Optional<Duration> read = given(upstream.timeouts().read(), DEFAULT_READ);
        read.ifPresent(time -> within(at, "timeouts.read", time, "timeouts.total", whole));
        upstream.retry().flatMap(Retry::perTryTimeout).ifPresent(time -> {
            within(at, "retry.perTryTimeout", time, "timeouts.total", whole);
            within(at, "retry.perTryTimeout", time, "timeouts.read", read);
        });
    }

    private void route(Route route, Map<String, Upstream> upstreams) {
        Optional<Duration> whole = route.timeout().filter(time -> !time.isZero());
        String name = "timeout";
        if (whole.isEmpty() && route.to() instanceof Backend.ToUpstream to) {
            whole = Optional.ofNullable(upstreams.get(to.upstream()))
                    .map(upstream -> upstream.timeouts().total())
                    .filter(time -> !time.isZero());
            name = "timeouts.total of upstream " + to.upstream();
        }
        Optional<Duration> read = route.timeouts().read();
        Origin at = route.origin();
        if (read.isPresent()) {
            within(at, "timeouts.read", read.get(), name, whole);
        }
        Optional<Duration> perTry = route.retry().flatMap(Retry::perTryTimeout);
        if (perTry.isPresent()) {
            within(at, "retry.perTryTimeout", perTry.get(), name, whole);
            within(at, "retry.perTryTimeout", perTry.get(), "timeouts.read", read);
        }
    }

    private static Optional<Duration> given(Duration time, Duration initial) {
        return time.equals(initial) ? Optional.empty() : Optional.of(time);
    }

    private void within(Origin at, String inner, Duration time, String outer, Optional<Duration> limit) {
        if (limit.isPresent() && time.compareTo(limit.get()) > 0) {
            findings.add(
                    "timeout.never-reached",
                    at,
                    inner + ": " + Durations.format(time) + " (expected: at most " + outer + ", "
                            + Durations.format(limit.get()) + ")",
                    "make it shorter, or " + outer + " longer");
        }
    }
}
