package dev.sekisho.dialect.kong;

import dev.sekisho.model.PolicySpec;
import dev.sekisho.policy.basic.BasicConfig;
import dev.sekisho.policy.hmac.HmacConfig;
import dev.sekisho.policy.ip.IpConfig;
import dev.sekisho.policy.jwt.JwtConfig;
import dev.sekisho.policy.keyauth.KeyAuthConfig;
import dev.sekisho.policy.ratelimit.RateLimitConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Kong 3.9 says of its errors, by the gateway's reasons and by status: the messages of its plugins and those of its own, which clients
 * may compare.
 */
final class KongMessages {

    private static final String MISSING = "auth.missing";
    private static final String INVALID = "auth.invalid";
    private static final String EXPIRED = "auth.expired";
    private static final String UNAUTHORIZED = "Unauthorized";

    private static final Map<String, String> USUAL = usual();

    private KongMessages() {}

    /** Those of a route with these policies. */
    static Map<String, String> of(List<PolicySpec> specs) {
        Map<String, String> messages = new LinkedHashMap<>(USUAL);
        List<PolicySpec> asking =
                specs.stream().filter(spec -> !authentication(spec).isEmpty()).toList();
        if (asking.stream().map(PolicySpec::type).distinct().count() == 1) { // else nobody knows which of them refuses
            messages.putAll(authentication(asking.getFirst()));
        }
        for (PolicySpec spec : specs) {
            if (spec.config() instanceof IpConfig ip) {
                ip.message().ifPresent(text -> messages.put("auth.address", plain(text)));
            } else if (spec.config() instanceof RateLimitConfig limit) {
                limit.message().ifPresent(text -> messages.put("policy.rate_limit", plain(text)));
            }
        }
        return messages;
    }

    /** As whom requests without credentials pass a policy. */
    static Optional<String> anonymous(PolicySpec spec) {
        return switch (spec.config()) {
            case KeyAuthConfig config -> config.anonymous();
            case BasicConfig config -> config.anonymous();
            case HmacConfig config -> config.anonymous();
            case JwtConfig config -> config.anonymous();
            default -> Optional.empty();
        };
    }

    private static Map<String, String> authentication(PolicySpec spec) {
        return switch (spec.type()) {
            case "key-auth" -> Map.of(MISSING, "No API key found in request", INVALID, UNAUTHORIZED);
            case "jwt" -> Map.of(MISSING, UNAUTHORIZED, INVALID, UNAUTHORIZED, EXPIRED, "token expired");
            case "basic" -> Map.of(MISSING, UNAUTHORIZED, INVALID, UNAUTHORIZED);
            case "hmac" ->
                Map.of(
                        MISSING,
                        UNAUTHORIZED,
                        INVALID,
                        "HMAC signature does not match",
                        EXPIRED,
                        "HMAC signature cannot be verified, a valid date or x-date header is required for HMAC"
                                + " Authentication");
            default -> Map.of();
        };
    }

    private static String plain(String text) {
        return text.replace("{", "{{");
    }

    private static Map<String, String> usual() {
        Map<String, String> messages = new LinkedHashMap<>();
        messages.put(MISSING, UNAUTHORIZED);
        messages.put(INVALID, UNAUTHORIZED);
        messages.put(EXPIRED, UNAUTHORIZED);
        messages.put("auth.forbidden", "You cannot consume this service");
        messages.put("auth.address", "IP address not allowed: {clientAddress}");
        messages.put("policy.bot", "Forbidden");
        messages.put("policy.rate_limit", "API rate limit exceeded");
        messages.put("policy.length_required", "A valid Content-Length header is required");
        messages.put("client.body_too_large", "Request size limit exceeded");
        messages.put("upstream.no_target", "failure to get a peer from the ring-balancer");
        messages.put("upstream.unresolved", "name resolution failed");
        messages.put("400", "Bad request");
        messages.put("404", "Not found");
        messages.put("405", "Method not allowed");
        messages.put("408", "Request timeout");
        messages.put("411", "Length required");
        messages.put("412", "Precondition failed");
        messages.put("413", "Payload too large");
        messages.put("414", "URI too long");
        messages.put("417", "Expectation failed");
        messages.put("431", "Request header or cookie too large");
        messages.put("500", "An unexpected error occurred");
        messages.put("502", "An invalid response was received from the upstream server");
        messages.put("503", "The upstream server is currently unavailable");
        messages.put("504", "The upstream server is timing out");
        return messages;
    }
}
