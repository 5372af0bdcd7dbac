package dev.sekisho.policy.concurrency;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.model.Audience;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyType;
import dev.sekisho.policy.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** {@code concurrency}: refuses requests beyond a number that is under way. */
public final class Concurrency implements PolicyType<ConcurrencyConfig> {

    @Override
    public String name() {
        return "concurrency";
    }

    @Override
    public Class<ConcurrencyConfig> configType() {
        return ConcurrencyConfig.class;
    }

    @Override
    public Stage stage() {
        return Stage.LIMIT;
    }

    @Override
    public Policy create(ConcurrencyConfig config, PolicyContext context) {
        if (config.requests() < 1) {
            throw new IllegalArgumentException("requests: " + config.requests() + " (expected: >= 1)");
        }
        if (config.status() < 400 || config.status() > 599) {
            throw new IllegalArgumentException("status: " + config.status() + " (expected: 400 to 599)");
        }
        Places places = config.further().isEmpty() ? places(config, context) : joint(config, context);
        return new ConcurrencyPolicy(
                places,
                new ConcurrencyPolicy.Terms(
                        config.requests(),
                        config.status(),
                        config.retryAfter().map(Concurrency::seconds),
                        config.headers(),
                        config.dryRun()),
                context.counter(
                        "api_gateway_concurrency_exceeded_total",
                        "Requests beyond a limit of the concurrency policy, refused or counted only.",
                        List.of("outcome"),
                        List.of(config.dryRun() ? "dry_run" : "refused")));
    }

    private static Places places(ConcurrencyConfig config, PolicyContext context) {
        if (config.key() != ConcurrencyConfig.Key.ROUTE) {
            return keys(config, context);
        }
        PlaceKey.check(config);
        if (config.zone().isPresent()) {
            throw new IllegalArgumentException("zone: "
                    + FieldNames.printable(config.zone().get()) + " (expected: only with a key other than route)");
        }
        return new RoutePlaces();
    }

    /**
     * What counts together under a name.
     *
     * @param by whose requests, as configured
     */
    private record Zone(String name, String by, int ipv6Prefix, Audience audience) {}

    private static KeyPlaces keys(ConcurrencyConfig config, PolicyContext context) {
        PlaceKey key = PlaceKey.of(config);
        if (config.zone().filter(String::isBlank).isPresent()) {
            throw new IllegalArgumentException("zone: \"\" (expected: a name)");
        }
        KeyRooms rooms = config.zone()
                .map(name -> context.shared(
                        KeyRooms.class,
                        new Zone(
                                name,
                                config.key() + " "
                                        + config.header().or(config::template).orElse(""),
                                config.ipv6Prefix(),
                                context.audience()),
                        KeyRooms::new))
                .orElseGet(KeyRooms::new);
        return new KeyPlaces(key, config.missing() == ConcurrencyConfig.Missing.PASS, rooms);
    }

    private static Places joint(ConcurrencyConfig config, PolicyContext context) {
        List<ConcurrencyConfig> all = new ArrayList<>(List.of(config));
        config.further().forEach(own -> all.add(config.with(own)));
        List<JointPlaces.Member> members = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            String at = i == 0 ? "" : "further[" + (i - 1) + "].";
            ConcurrencyConfig own = all.get(i);
            if (own.key() == ConcurrencyConfig.Key.ROUTE) {
                throw new IllegalArgumentException(
                        at + "key: route (expected: another one, where there are further limits)");
            }
            if (own.requests() < 1) {
                throw new IllegalArgumentException(at + "requests: " + own.requests() + " (expected: >= 1)");
            }
            try {
                members.add(new JointPlaces.Member(keys(own, context), own.requests()));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(at + e.getMessage(), e);
            }
        }
        return new JointPlaces(members);
    }

    @Override
    public String describe(ConcurrencyConfig config) {
        String does = config.dryRun() ? "counts only, " + config.status() : "answers " + config.status();
        String further = config.further().stream()
                .map(own -> ", or " + limit(config.with(own)))
                .collect(Collectors.joining());
        return does + " while " + limit(config) + further + " are under way";
    }

    private static String limit(ConcurrencyConfig config) {
        String whose = switch (config.key()) {
            case ROUTE -> "";
            case GLOBAL -> " of all routes with this policy";
            case HEADER -> " of one " + FieldNames.printable(config.header().orElse("header"));
            case TEMPLATE -> " of one value of a template";
            case ADDRESS -> " of one address (IPv6 by /" + config.ipv6Prefix() + ")";
            case CONSUMER -> " of one consumer";
            case CREDENTIAL -> " of one credential";
            case PLAN -> " of one plan";
        };
        return config.requests() + " requests" + whose
                + config.zone()
                        .map(name -> " in zone " + FieldNames.printable(name))
                        .orElse("");
    }

    private static String seconds(Duration after) {
        if (after.isNegative() || after.getNano() != 0) {
            throw new IllegalArgumentException("retryAfter: " + after + " (expected: whole seconds, >= 0s)");
        }
        return Long.toString(after.toSeconds());
    }

    /** Without anything but settings, for tests. */
    Policy create(ConcurrencyConfig config) {
        return create(config, PolicyContext.OFFLINE);
    }
}
