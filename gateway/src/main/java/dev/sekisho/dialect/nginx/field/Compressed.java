package dev.sekisho.dialect.nginx.field;

import dev.sekisho.dialect.nginx.draft.Aspect;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.draft.RouteDraft;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.model.Size;
import dev.sekisho.model.StatusPattern;
import dev.sekisho.policy.compression.CompressionConfig;
import dev.sekisho.policy.compression.CompressionConfig.Algorithm;
import dev.sekisho.policy.compression.CompressionConfig.Choice;
import dev.sekisho.policy.compression.CompressionConfig.EntityTag;
import dev.sekisho.policy.compression.CompressionConfig.Flush;
import dev.sekisho.policy.compression.CompressionConfig.Forwarded;
import dev.sekisho.policy.compression.CompressionConfig.Proxied;
import java.util.List;
import java.util.Locale;

/** {@code gzip} and what goes with it. */
final class Compressed implements Aspect {

    private static final int QUALITY = 4; // of br, which nginx has not
    private static final int CONCURRENT = 256;
    private static final long LARGEST = 1L << 30;
    private static final List<StatusPattern> STATUSES =
            List.of(new StatusPattern(200, 200), new StatusPattern(403, 404));

    private final Findings findings;

    Compressed(Findings findings) {
        this.findings = findings;
    }

    @Override
    public void apply(Place place, RouteDraft route) {
        if (!place.settings().isOn("gzip")) {
            return;
        }
        long shortest = place.settings().bytes("gzip_min_length").orElse(0);
        int level = Integer.parseInt(place.settings().text("gzip_comp_level"));
        route.policy(
                "compression",
                new CompressionConfig(
                        List.of(Algorithm.GZIP),
                        Arguments.types(place, "gzip_types"),
                        new Size(Math.clamp(shortest, 1, LARGEST)),
                        level,
                        QUALITY,
                        EntityTag.WEAKEN,
                        Flush.AUTO,
                        Forwarded.PASS,
                        CONCURRENT,
                        STATUSES,
                        proxied(place),
                        place.settings().text("gzip_http_version").equals("1.0"),
                        Choice.NAMED,
                        place.settings().isOn("gzip_vary")),
                place.settings().one("gzip").map(Directive::at).orElse(place.at()));
        announce(place);
    }

    private static List<Proxied> proxied(Place place) {
        List<Proxied> rules = place.settings().all("gzip_proxied").stream()
                .flatMap(each -> each.texts().stream())
                .map(text -> Proxied.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_')))
                .toList();
        return rules.isEmpty() ? List.of(Proxied.OFF) : rules;
    }

    private void announce(Place place) {
        place.settings().all("gzip_disable").forEach(each -> {
            if (each.texts().stream()
                    .allMatch(text -> List.of("msie6", "degradation").contains(text))) {
                findings.noEffect(each, "has no effect: clients that say they take gzip get it");
            } else {
                findings.differs(each, "has no effect: clients that say they take gzip get it", "remove the directive");
            }
        });
        place.settings()
                .one("gzip_vary")
                .filter(each -> place.settings().isOn("gzip_vary"))
                .ifPresent(each -> findings.differs(
                        each,
                        "puts Accept-Encoding behind what Vary says already, where nginx sends a Vary of its own in front",
                        ""));
        findings.differsOnce(
                "gzip",
                place.settings().one("gzip").map(Directive::at).orElse(place.at()),
                "gzip on leaves responses with Cache-Control: no-transform as they are (RFC 9111 section 5.2.2.6), and gives"
                        + " parts of files that are asked for by Range, which nginx compresses whole",
                "");
    }
}
