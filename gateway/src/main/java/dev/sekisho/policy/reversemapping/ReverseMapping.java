package dev.sekisho.policy.reversemapping;

import dev.sekisho.dataplane.Policy;
import dev.sekisho.policy.PlainPolicyType;
import dev.sekisho.policy.Stage;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code reverse-mapping}: what the backend says of itself in Location, Refresh and Set-Cookie becomes what clients know, as by nginx's
 * <a href="https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_redirect">proxy_redirect</a> and {@code proxy_cookie_*}, or
 * Apache's {@code ProxyPassReverse}.
 */
public final class ReverseMapping implements PlainPolicyType<ReverseMappingConfig> {

    @Override
    public String name() {
        return "reverse-mapping";
    }

    @Override
    public Class<ReverseMappingConfig> configType() {
        return ReverseMappingConfig.class;
    }

    @Override
    public Stage stage() {
        return Stage.TRANSFORMATION;
    }

    @Override
    public Policy create(ReverseMappingConfig config) {
        CookieMapping cookies = CookieMapping.of(config);
        if (config.locations().isEmpty() && cookies.isNone()) {
            throw new IllegalArgumentException(
                    "no mapping (expected: locations, cookieDomains, cookiePaths or cookieFlags)");
        }
        return new ReverseMappingPolicy(
                MappedText.all("locations", config.locations(), false), config.inFront(), cookies);
    }

    @Override
    public String describe(ReverseMappingConfig config) {
        List<String> steps = new ArrayList<>();
        config.locations().forEach(each -> steps.add("locations at " + each.from() + " to " + each.to()));
        config.cookieDomains().forEach(each -> steps.add("cookies of " + each.from() + " to " + each.to()));
        config.cookiePaths().forEach(each -> steps.add("cookies below " + each.from() + " to " + each.to()));
        config.cookieFlags().forEach(each -> steps.add("flags of cookies " + each.cookie()));
        return "maps " + String.join(", ", steps);
    }
}
