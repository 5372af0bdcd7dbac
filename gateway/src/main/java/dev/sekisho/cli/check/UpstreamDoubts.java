package dev.sekisho.cli.check;

import dev.sekisho.model.ActiveHealth;
import dev.sekisho.model.Address;
import dev.sekisho.model.Model;
import dev.sekisho.model.Origin;
import dev.sekisho.model.Target;
import dev.sekisho.model.Upstream;
import dev.sekisho.model.UpstreamTls;
import java.util.HashMap;
import java.util.Map;

/** Upstreams that are not verified, targets that stand twice, health checks that never probe. */
final class UpstreamDoubts {

    private UpstreamDoubts() {}

    static void look(Model model, Findings findings) {
        for (Upstream upstream : model.upstreams()) {
            unverified(upstream, findings);
            twice(upstream, findings);
            upstream.health()
                    .active()
                    .filter(UpstreamDoubts::isOff)
                    .ifPresent(_ -> findings.add(
                            "upstream.probes-off",
                            upstream.origin(),
                            "health.active: intervals 0 and 0 (expected: one above 0, or nothing is probed)",
                            "set healthy.interval or unhealthy.interval, or remove active"));
        }
    }

    private static void unverified(Upstream upstream, Findings findings) {
        boolean off = upstream.tls().filter(tls -> !tls.verify()).isPresent();
        boolean away = upstream.targetsFile().isPresent()
                || upstream.targets().stream().anyMatch(target -> !Loopback.is(target.address()));
        if (off && away) {
            findings.add(
                    "upstream.unverified",
                    upstream.origin(),
                    "tls.verify: false (expected: true, or anybody may answer in the place of the service)",
                    upstream.tls().flatMap(UpstreamTls::ca).isPresent()
                            ? "remove verify; set serverName where the certificate has another name"
                            : "remove verify, and name the authority of the certificate with ca");
        }
    }

    private static void twice(Upstream upstream, Findings findings) {
        Map<Address, Origin> seen = new HashMap<>();
        for (Target target : upstream.targets()) {
            Origin first = seen.putIfAbsent(target.address(), target.origin());
            if (first != null) {
                String place = first.line() == 0 ? "" : ", but it stands at " + first + " too";
                findings.add(
                        "upstream.duplicate-target",
                        target.origin(),
                        "targets: " + target.address() + " (expected: once in an upstream" + place + ")",
                        "remove one of them, and set weight on the other");
            }
        }
    }

    private static boolean isOff(ActiveHealth active) {
        return active.healthy().interval().isZero()
                && active.unhealthy().interval().isZero();
    }
}
