package dev.sekisho.policy.requiretls;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyType;
import dev.sekisho.policy.Stage;
import java.util.List;

/** {@code require-tls}: refuses requests in the clear, or sends their clients to https. */
public final class RequireTls implements PolicyType<RequireTlsConfig> {

    @Override
    public String name() {
        return "require-tls";
    }

    @Override
    public Class<RequireTlsConfig> configType() {
        return RequireTlsConfig.class;
    }

    @Override
    public Stage stage() {
        return Stage.EDGE;
    }

    @Override
    public Policy create(RequireTlsConfig config, PolicyContext context) {
        return new RequireTlsPolicy(
                config,
                context.counter(
                        "api_gateway_plain_requests_total",
                        "Requests in the clear that the require-tls policy answered.",
                        List.of("outcome"),
                        List.of(config.redirects() ? "redirected" : "refused")));
    }

    @Override
    public String describe(RequireTlsConfig config) {
        return config.redirects()
                ? "sends requests in the clear to https" + (config.port() == 443 ? "" : " on port " + config.port()) + ", "
                        + config.status()
                : "refuses requests in the clear, " + config.status();
    }
}
