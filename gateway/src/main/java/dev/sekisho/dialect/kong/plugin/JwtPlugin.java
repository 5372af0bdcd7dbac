package dev.sekisho.dialect.kong.plugin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code jwt}: clients are known by tokens that consumers sign (jwt_secrets). Only claims that {@code claims_to_verify} names are looked at,
 * and these must be there; nothing that a token says makes its consumer a member of a group.
 */
final class JwtPlugin implements Plugin {

    private static final Schema SCHEMA = Schema.of(
            Field.texts("uri_param_names", "jwt"),
            Field.texts("cookie_names"),
            Field.text("key_claim_name", "iss"),
            Field.flag("secret_is_base64", false),
            Field.texts("claims_to_verify").oneOf("exp", "nbf"),
            Field.text("anonymous"),
            Field.flag("run_on_preflight", true),
            Field.number("maximum_expiration", 0).between(0, 31_536_000),
            Field.texts("header_names", "authorization"),
            Field.text("realm"));

    @Override
    public String name() {
        return "jwt";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public String by() {
        return "policy `jwt` with `consumers: true`; of several tokens the first one counts, where Kong refuses"
                + " different ones";
    }

    @Override
    public void translate(Settings settings, Translation into) {
        List<String> claims = settings.texts("claims_to_verify");
        boolean base64 = settings.flag("secret_is_base64");
        if (base64 && into.isOtherwiseElsewhere("secret_is_base64", true)) {
            into.refuse(
                    settings,
                    "secret_is_base64",
                    "another plugin jwt reads the same secrets as plain text",
                    "set it alike in all of them");
        }
        Map<String, Object> values = new HashMap<>();
        values.put("consumers", true);
        values.put("keyClaim", settings.text("key_claim_name").orElse("iss"));
        values.put("clockTolerance", Duration.ZERO);
        values.put("requireExpiry", claims.contains("exp"));
        values.put("requiredClaims", claims.contains("nbf") ? List.of("nbf") : List.of());
        values.put(
                "ignoredTimes",
                List.of("exp", "nbf").stream()
                        .filter(name -> !claims.contains(name))
                        .toList());
        values.put("maxLifetime", lifetime(settings, claims, into));
        values.put("groupsFromRoles", false);
        values.put("from", places(settings, into));
        values.put("forwardOriginalToken", true);
        values.put("userHeaders", false);
        values.put("except", Map.of("options", !settings.flag("run_on_preflight")));
        values.put("anonymous", into.anonymous(settings));
        values.put("anonymousOnWrong", Translation.hasAnonymous(settings));
        values.put("realm", settings.text("realm").orElse("kong"));
        into.policy("jwt", values);
    }

    private static Optional<Duration> lifetime(Settings settings, List<String> claims, Translation into) {
        double seconds = settings.number("maximum_expiration").orElse(0.0);
        if (seconds == 0) {
            return Optional.empty();
        }
        if (!claims.contains("exp")) {
            into.wrong(settings, "maximum_expiration", "given", "only where claims_to_verify has exp");
        }
        return Optional.of(Duration.ofMillis(Math.round(seconds * 1000)));
    }

    /** In Kong's order: query, cookies, header fields. */
    private static List<Map<String, Optional<String>>> places(Settings settings, Translation into) {
        List<Map<String, Optional<String>>> places = new ArrayList<>();
        settings.texts("uri_param_names").forEach(name -> places.add(Map.of("query", Optional.of(name))));
        settings.texts("cookie_names").forEach(name -> places.add(Map.of("cookie", Optional.of(name))));
        settings.texts("header_names").forEach(name -> places.add(Map.of("header", Optional.of(name))));
        if (places.isEmpty()) {
            into.wrong(settings, "header_names", "no place for tokens at all", "a header, cookie or query parameter");
        }
        return places;
    }
}
