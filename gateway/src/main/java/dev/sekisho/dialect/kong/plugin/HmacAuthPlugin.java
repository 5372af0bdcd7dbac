package dev.sekisho.dialect.kong.plugin;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** {@code hmac-auth}: clients are known by signatures over their requests (hmacauth_credentials). */
final class HmacAuthPlugin implements Plugin {

    private static final List<String> ALGORITHMS =
            List.of("hmac-sha1", "hmac-sha224", "hmac-sha256", "hmac-sha384", "hmac-sha512");

    private static final Schema SCHEMA = Schema.of(
            Field.flag("hide_credentials", false),
            Field.number("clock_skew", 300).between(1, 3600),
            Field.text("anonymous"),
            Field.flag("validate_request_body", false)
                    .refused(
                            "digests of bodies are not compared",
                            "have clients sign what matters of the body in a header, or check it in the service"),
            Field.texts("enforce_headers"),
            Field.texts("algorithms", "hmac-sha1", "hmac-sha256", "hmac-sha384", "hmac-sha512")
                    .oneOf(ALGORITHMS.toArray(String[]::new)),
            Field.text("realm"));

    @Override
    public String name() {
        return "hmac-auth";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public String by() {
        return "policy `hmac`; Date or X-Date must be among what is signed, where Kong looks at it also where it is"
                + " not";
    }

    @Override
    public void translate(Settings settings, Translation into) {
        long millis = Math.round(settings.number("clock_skew").orElse(300.0) * 1000);
        into.policy(
                "hmac",
                Map.of(
                        "clockSkew", Duration.ofMillis(millis),
                        "enforceHeaders", settings.texts("enforce_headers"),
                        "algorithms", settings.texts("algorithms"),
                        "hideCredentials", settings.flag("hide_credentials"),
                        "anonymous", into.anonymous(settings),
                        "anonymousOnWrong", Translation.hasAnonymous(settings),
                        "realm", settings.text("realm").orElse("kong")));
    }
}
