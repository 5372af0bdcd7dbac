package dev.sekisho.dialect.nginx.guard;

import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.config.Zone;
import dev.sekisho.dialect.nginx.directive.Values;
import dev.sekisho.dialect.nginx.draft.Aspect;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.draft.RouteDraft;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.policy.ratelimit.FurtherLimitsConfig;
import dev.sekisho.policy.ratelimit.RateLimitConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code limit_req} and its zones: a leaky bucket for each key of each zone, which all places of the zone fill. */
final class RequestLimits implements Aspect {

    private static final int STATE = 128; // bytes of a zone that nginx takes for a key, on 64 bits
    private static final int MOST_KEYS = 10_000_000;
    private static final long MOST = 1_000_000_000; // requests and burst of the policy
    private static final long LONGEST = 10L * 365 * 24 * 60; // minutes that a full bucket may take to empty

    private final Guards guards;

    RequestLimits(Guards guards) {
        this.guards = guards;
    }

    @Override
    public void apply(Place place, RouteDraft route) {
        Settings settings = place.settings();
        settings.one("limit_req_log_level")
                .ifPresent(each -> guards.notes()
                        .noEffect(
                                each, "has no effect: refusals are in the access log, with a reason, and in metrics"));
        List<FurtherLimitsConfig> buckets = new ArrayList<>();
        for (Directive use : settings.all("limit_req")) {
            bucket(place, use).ifPresent(buckets::add);
        }
        if (buckets.isEmpty()) {
            return;
        }
        Directive first = settings.all("limit_req").getFirst();
        RateLimitConfig config = FurtherLimitsConfig.leaky(
                buckets, Integer.parseInt(settings.text("limit_req_status")), settings.isOn("limit_req_dry_run"));
        if (!Asking.isByClient(config, first, guards.notes())) {
            route.policy(Asking.type(settings, "rate-limit"), config, first.at());
        }
    }

    private Optional<FurtherLimitsConfig> bucket(Place place, Directive use) {
        Optional<Zone> zone = value(use, "zone=")
                .flatMap(name -> guards.in().config().http().zone(name))
                .filter(each -> each.perMinute() > 0);
        if (zone.isEmpty()) {
            guards.notes().notHonoured(use, "names a zone that no limit_req_zone defines", "define it in http");
            return Optional.empty();
        }
        long burst = number(use, "burst=").orElse(0L);
        if (!fits(use, zone.get(), burst)) {
            return Optional.empty();
        }
        boolean free = use.texts().contains("nodelay");
        Optional<Integer> delay =
                free ? Optional.empty() : number(use, "delay=").map(n -> (int) Math.min(n, burst));
        return ZoneKey.of(guards, place, zone.get())
                .map(key -> new FurtherLimitsConfig(
                        List.of(limit(zone.get(), burst)),
                        key(key),
                        Optional.of(zone.get().name()),
                        free,
                        delay,
                        Optional.of(Math.clamp(zone.get().bytes() / STATE, 1, MOST_KEYS))));
    }

    private boolean fits(Directive use, Zone zone, long burst) {
        if (zone.perMinute() > MOST || burst > MOST || burst / zone.perMinute() > LONGEST) {
            guards.notes()
                    .notHonoured(
                            use,
                            "has a burst or rate that is out of bounds: at most " + MOST
                                    + " each, and no burst that takes" + " more than 10 years to flow",
                            "write a smaller one");
            return false;
        }
        return true;
    }

    private static RateLimitConfig.Limit limit(Zone zone, long burst) {
        boolean seconds = zone.perMinute() % 60 == 0;
        return new RateLimitConfig.Limit(
                Math.toIntExact(seconds ? zone.perMinute() / 60 : zone.perMinute()),
                seconds ? "second" : "minute",
                Optional.empty(),
                Optional.of(Math.toIntExact(burst)));
    }

    private static String key(ZoneKey key) {
        return switch (key.kind()) {
            case ADDRESS -> "address";
            case ALL -> "global";
            case TEXT -> key.text();
        };
    }

    private static Optional<Long> number(Directive use, String prefix) {
        return value(use, prefix).map(text -> Values.number(text).orElse(0));
    }

    private static Optional<String> value(Directive use, String prefix) {
        return use.texts().stream()
                .filter(text -> text.startsWith(prefix))
                .map(text -> text.substring(prefix.length()))
                .reduce((first, last) -> last);
    }
}
