package dev.sekisho.dialect.nginx.guard;

import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.config.Zone;
import dev.sekisho.dialect.nginx.directive.Values;
import dev.sekisho.dialect.nginx.draft.Aspect;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.draft.RouteDraft;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.policy.concurrency.ConcurrencyConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code limit_conn} and its zones: requests under way by key, over all places of the zone. */
final class ConnectionLimits implements Aspect {

    private final Guards guards;

    ConnectionLimits(Guards guards) {
        this.guards = guards;
    }

    @Override
    public void apply(Place place, RouteDraft route) {
        Settings settings = place.settings();
        settings.one("limit_conn_log_level")
                .ifPresent(each -> guards.notes()
                        .noEffect(
                                each, "has no effect: refusals are in the access log, with a reason, and in metrics"));
        List<ConcurrencyConfig.Further> limits = new ArrayList<>();
        for (Directive use : settings.all("limit_conn")) {
            limit(place, use).ifPresent(limits::add);
        }
        if (limits.isEmpty()) {
            return;
        }
        ConcurrencyConfig.Further first = limits.getFirst();
        ConcurrencyConfig config = new ConcurrencyConfig(
                first.requests(),
                Integer.parseInt(settings.text("limit_conn_status")),
                Optional.empty(),
                first.key(),
                first.header(),
                first.template(),
                first.ipv6Prefix(),
                ConcurrencyConfig.Missing.PASS,
                false,
                settings.isOn("limit_conn_dry_run"),
                first.zone(),
                limits.subList(1, limits.size()));
        Directive use = settings.all("limit_conn").getFirst();
        if (!Asking.isByClient(config, use, guards.notes())) {
            route.policy(Asking.type(settings, "concurrency"), config, use.at());
        }
    }

    private Optional<ConcurrencyConfig.Further> limit(Place place, Directive use) {
        Optional<Zone> zone = guards.in()
                .config()
                .http()
                .zone(use.arg(0))
                .filter(each -> each.directive().name().equals("limit_conn_zone"));
        if (zone.isEmpty()) {
            guards.notes().notHonoured(use, "names a zone that no limit_conn_zone defines", "define it in http");
            return Optional.empty();
        }
        int requests = (int) Values.number(use.arg(1)).orElse(1); // at most 65535, as was checked
        return ZoneKey.of(guards, place, zone.get())
                .map(key -> new ConcurrencyConfig.Further(
                        requests,
                        switch (key.kind()) {
                            case ADDRESS -> ConcurrencyConfig.Key.ADDRESS;
                            case ALL -> ConcurrencyConfig.Key.GLOBAL;
                            case TEXT -> ConcurrencyConfig.Key.TEMPLATE;
                        },
                        Optional.empty(),
                        Optional.of(key.text()).filter(text -> key.kind() == ZoneKey.Kind.TEXT),
                        128,
                        Optional.of(zone.get().name())));
    }
}
