package dev.sekisho.policy.concurrency;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyType;
import dev.sekisho.policy.Stage;
import java.time.Duration;
import java.util.List;

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
        if (config.status() != 503 && config.status() != 429) {
            throw new IllegalArgumentException("status: " + config.status() + " (expected: 503 or 429)");
        }
        Places places = config.key() == ConcurrencyConfig.Key.ROUTE ? routes(config) : keys(config);
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

    private static Places routes(ConcurrencyConfig config) {
        PlaceKey.check(config);
        return new RoutePlaces();
    }

    private static Places keys(ConcurrencyConfig config) {
        return new KeyPlaces(PlaceKey.of(config), config.missing() == ConcurrencyConfig.Missing.PASS);
    }

    @Override
    public String describe(ConcurrencyConfig config) {
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
        String does = config.dryRun() ? "counts only, " + config.status() : "answers " + config.status();
        return does + " while " + config.requests() + " requests" + whose + " are under way";
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
