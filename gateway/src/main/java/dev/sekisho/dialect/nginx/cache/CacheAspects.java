package dev.sekisho.dialect.nginx.cache;

import dev.sekisho.dialect.DiagnosticKind;
import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.draft.Aspect;
import dev.sekisho.dialect.nginx.draft.DraftKinds;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.draft.RouteDraft;
import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.upstream.Once;
import dev.sekisho.dialect.nginx.upstream.Pass;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code proxy_cache} of places. Belongs to one translation. */
public final class CacheAspects implements Aspect {

    private static final Set<String> UNREACHABLE = Set.of("error", "timeout", "invalid_header");

    private final Translation in;
    private final Once once = new Once();
    private final Map<String, CacheZone> zones = new HashMap<>();

    private CacheAspects(Translation in) {
        this.in = in;
    }

    /** Those of a translation. */
    public static List<Aspect> of(Translation in) {
        return List.of(new CacheAspects(in));
    }

    @Override
    public void apply(Place place, RouteDraft route) {
        Settings settings = place.settings();
        settings.one("slice")
                .filter(each -> !each.arg(0).equals("0"))
                .filter(once::first)
                .ifPresent(each -> refused(
                        each,
                        "requests are not cut into parts",
                        "remove slice, and $slice_range from proxy_set_header and proxy_cache_key"));
        Optional<Pass> pass = Pass.of(settings).filter(each -> !each.isGrpc());
        Optional<Directive> cache =
                settings.one("proxy_cache").filter(each -> !each.arg(0).equals("off"));
        if (pass.isEmpty() || cache.isEmpty()) {
            return;
        }
        zone(cache.get()).ifPresent(zone -> {
            CacheSettings made = new CacheSettings(place, pass.get(), zone);
            route.policy("cache", made.config(), cache.get().at());
            report(settings, cache.get(), made);
        });
    }

    private Optional<CacheZone> zone(Directive cache) {
        String name = cache.arg(0);
        if (name.indexOf('$') >= 0) {
            if (once.first(cache)) {
                refused(
                        cache,
                        "a cache whose name depends on the request is not honoured",
                        "name the cache in a location or map the choice by proxy_cache_bypass");
            }
            return Optional.empty();
        }
        if (!zones.containsKey(name)) {
            in.config().http().settings().all("proxy_cache_path").stream()
                    .filter(path -> path.texts().stream().anyMatch(text -> text.startsWith("keys_zone=" + name + ":")))
                    .findFirst()
                    .flatMap(path -> CacheZone.of(in, path))
                    .ifPresent(zone -> zones.put(name, zone));
        }
        return Optional.ofNullable(zones.get(name));
    }

    private void report(Settings settings, Directive cache, CacheSettings made) {
        if (once.first("cache")) {
            tell(
                    DraftKinds.DIFFERS,
                    cache,
                    "a range of what is not kept passes on as it is, answers over " + CacheSettings.LARGEST
                            + " (1MiB where "
                            + "HEAD or a condition asks first), those ended by the end of the connection and Set-Cookie are not "
                            + "kept, requests with a body are not answered from the cache, errors that error_page replaces are "
                            + "asked for each time; without proxy_cache_key locations share nothing",
                    "");
        }
        for (Directive each : settings.all("proxy_cache_methods")) {
            if (each.texts().contains("POST") && once.first(each)) {
                refused(each, "answers to POST are not kept", "leave POST out");
            }
        }
        beyond(
                settings,
                "proxy_cache_max_range_offset",
                "",
                "a range of what is not kept passes on as it is, wherever it begins, while the whole is fetched beside it");
        beyond(settings, "proxy_cache_lock_age", "5s", "only proxy_cache_lock_timeout bounds how long requests wait");
        settings.one("proxy_cache_convert_head")
                .filter(each -> each.arg(0).equals("off"))
                .filter(once::first)
                .ifPresent(each -> tell(
                        DraftKinds.DIFFERS,
                        each,
                        "a HEAD is asked for by GET, and answered from what a GET has left",
                        ""));
        settings.all("proxy_cache_purge").stream()
                .filter(once::first)
                .forEach(each ->
                        refused(each, "requests do not purge", "purge by the admin interface, POST /caches/purge"));
        List<String> causes = made.staleCauses();
        boolean some = causes.stream().anyMatch(cause -> !cause.equals("updating"));
        if (some && !causes.containsAll(UNREACHABLE)) {
            settings.one("proxy_cache_use_stale")
                    .filter(once::first)
                    .ifPresent(each -> tell(
                            DraftKinds.DIFFERS,
                            each,
                            "error, timeout and invalid_header count as one, and always do",
                            "name all three"));
        }
    }

    private void beyond(Settings settings, String name, String usual, String how) {
        settings.one(name)
                .filter(each -> !each.arg(0).equals(usual))
                .filter(once::first)
                .ifPresent(each -> tell(DraftKinds.DIFFERS, each, how, ""));
    }

    private void refused(Directive directive, String why, String fix) {
        tell(DraftKinds.NOT_HONOURED, directive, why, fix);
    }

    private void tell(DiagnosticKind kind, Directive directive, String why, String fix) {
        in.report().add(kind, directive.at(), directive + " " + why + ".", fix);
    }
}
