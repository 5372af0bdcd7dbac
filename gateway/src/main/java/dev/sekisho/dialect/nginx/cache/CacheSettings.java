package dev.sekisho.dialect.nginx.cache;

import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.directive.Values;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.text.Texts;
import dev.sekisho.dialect.nginx.upstream.Pass;
import dev.sekisho.model.Origin;
import dev.sekisho.model.Size;
import dev.sekisho.model.StatusPattern;
import dev.sekisho.policy.cache.CacheConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** The settings of the policy for one place. Immutable. */
final class CacheSettings {

    static final Size MEMORY = new Size(64L << 20);
    static final Size LARGEST = new Size(16L << 20);

    private static final String DEFAULT_KEY = "$request_uri $uri$is_args$args";
    private static final String ANY = "200-599";
    private static final List<String> UNSAID = List.of("200", "301", "302");
    private static final Duration LONGEST_STALE = Duration.ofDays(30); // of the policy
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
    private static final Duration WAIT = Duration.ofSeconds(5);

    /** Response fields that may be told not to count. */
    private static final Set<String> IGNORABLE =
            Set.of("cache-control", "expires", "vary", "set-cookie", "x-accel-expires");

    private static final CacheConfig.When NEVER = new CacheConfig.When(List.of(), List.of(), List.of());

    private final Place place;
    private final Settings settings;
    private final Texts texts;
    private final Pass pass;
    private final CacheZone zone;

    CacheSettings(Place place, Pass pass, CacheZone zone) {
        this.place = place;
        this.settings = place.settings();
        this.texts = place.in().texts().in(place.server(), place.settings());
        this.pass = pass;
        this.zone = zone;
    }

    CacheConfig config() {
        Duration updating = staleCauses().contains("updating") ? LONGEST_STALE : Duration.ZERO;
        return new CacheConfig(
                valid(),
                false,
                List.of(),
                CacheConfig.WHOLE_KEY,
                List.of(),
                NEVER,
                NEVER,
                CacheConfig.ClientControl.IGNORE,
                ignored(),
                List.of(),
                CacheConfig.Cookies.IGNORE,
                updating,
                staleIfError(),
                coalesce(),
                true,
                LARGEST,
                MEMORY,
                Optional.of(zone.disk()),
                "",
                true,
                Optional.of(new CacheConfig.AsNginx(
                        key(),
                        (int) Math.clamp(
                                Values.number(settings.text("proxy_cache_min_uses"))
                                        .orElse(1),
                                1,
                                1_000_000),
                        settings.isOn("proxy_cache_revalidate"),
                        settings.isOn("proxy_cache_background_update"),
                        each("proxy_cache_bypass", texts::ofRequest),
                        each("proxy_no_cache", texts::of))));
    }

    /**
     * The key, beside which the zone tells caches apart. Where none is written it is what the service is asked for; since that may
     * be rewritten, the place, the request's own target and the one that it became stand in it.
     */
    private String key() {
        Optional<Directive> written = settings.one("proxy_cache_key");
        String text = written.map(each -> each.arg(0))
                .orElse("http" + (pass.isSecure() ? "s" : "") + "://" + pass.host() + DEFAULT_KEY);
        String own = written.isPresent() ? "" : literal(place.route()) + ":";
        return literal(zone.name()) + ":" + own
                + texts.ofRequest(text, written.map(Directive::at).orElse(place.at()));
    }

    /** A text whose braces stand for themselves. */
    private static String literal(String text) {
        return text.replace("{", "{{");
    }

    private List<String> each(String name, BiFunction<String, Origin, String> form) {
        return settings.all(name).stream()
                .flatMap(each -> each.texts().stream().map(text -> form.apply(text, each.at())))
                .toList();
    }

    /** The first that fits a status counts, so that nothing does behind {@code any}. */
    private Map<String, Duration> valid() {
        Map<String, Duration> times = new LinkedHashMap<>();
        for (Directive directive : settings.all("proxy_cache_valid")) {
            List<String> words = directive.texts();
            Duration time = Duration.ofSeconds(Values.seconds(words.getLast()).orElse(0));
            List<String> statuses = words.size() == 1 ? UNSAID : words.subList(0, words.size() - 1);
            for (String status : statuses) {
                if (!times.containsKey(ANY)) {
                    times.putIfAbsent(status.equals("any") ? ANY : status, time);
                }
            }
        }
        return times;
    }

    private List<String> ignored() {
        return settings.one("proxy_ignore_headers").map(Directive::texts).orElse(List.of()).stream()
                .filter(name -> IGNORABLE.contains(name.toLowerCase(Locale.ROOT)))
                .toList();
    }

    /** In which cases what is too old is served. */
    List<String> staleCauses() {
        List<String> causes = settings.orDefault("proxy_cache_use_stale")
                .map(Directive::texts)
                .orElse(List.of());
        return causes.contains("off") ? List.of() : causes;
    }

    private CacheConfig.StaleIfError staleIfError() {
        List<StatusPattern> statuses = new ArrayList<>();
        boolean some = false;
        for (String cause : staleCauses()) {
            some |= !cause.equals("updating");
            if (cause.startsWith("http_")) {
                int status = Integer.parseInt(cause.substring(5));
                statuses.add(new StatusPattern(status, status));
            }
        }
        return new CacheConfig.StaleIfError(some ? LONGEST_STALE : Duration.ZERO, statuses);
    }

    private CacheConfig.Coalesce coalesce() {
        Duration wait = Duration.ofMillis(
                settings.milliseconds("proxy_cache_lock_timeout").orElse(WAIT.toMillis()));
        boolean waits = settings.isOn("proxy_cache_lock") && !wait.isZero();
        return new CacheConfig.Coalesce(
                waits, wait.isZero() ? WAIT : wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
    }
}
