package dev.sekisho.policy.cors;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Tokens;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.PlainPolicyType;
import dev.sekisho.policy.Stage;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code cors}: tells browsers which other origins may read answers (Fetch standard, section "HTTP extensions"), and
 * answers preflights.
 */
public final class Cors implements PlainPolicyType<CorsConfig> {

    private static final List<String> SAFELISTED = List.of("GET", "HEAD", "POST");

    @Override
    public String name() {
        return "cors";
    }

    @Override
    public Class<CorsConfig> configType() {
        return CorsConfig.class;
    }

    @Override
    public Stage stage() {
        return Stage.EDGE;
    }

    @Override
    public Policy create(CorsConfig config) {
        if (config.preflightStatus() != 200 && config.preflightStatus() != 204) {
            throw new IllegalArgumentException(
                    "preflightStatus: " + config.preflightStatus() + " (expected: 200 or 204)");
        }
        if (config.allowRequestedHeaders() && !config.headers().isEmpty()) {
            throw new IllegalArgumentException("headers: given (expected: none where allowRequestedHeaders is true)");
        }
        Origins origins = Origins.parse(config.origins(), config.credentials());
        CorsFields fields = new CorsFields(
                config.credentials(),
                config.privateNetwork(),
                Optional.of(methods(config)),
                names("headers", config.headers(), config.credentials()),
                config.allowRequestedHeaders(),
                names("exposedHeaders", config.exposedHeaders(), config.credentials()),
                config.maxAge().map(Cors::seconds));
        return new CorsPolicy(origins, fields, config.passPreflight(), config.preflightStatus());
    }

    @Override
    public String describe(CorsConfig config) {
        String who = config.origins().contains("*") ? "every origin" : String.join(", ", config.origins());
        String how = config.credentials() ? " with credentials" : "";
        String preflights = config.passPreflight() ? "passes preflights on" : "answers preflights itself";
        return "lets " + who + " read answers" + how + ", " + preflights;
    }

    private static String methods(CorsConfig config) {
        if (config.methods().isEmpty()) {
            return String.join(", ", SAFELISTED);
        }
        star("methods", config.methods(), config.credentials());
        for (String name : config.methods()) {
            byte[] bytes = Ascii.bytes(name);
            byte[] upper = Ascii.bytes(name.toUpperCase(Locale.ROOT));
            if (bytes.length == 0 || !Tokens.isToken(bytes, 0, bytes.length)) {
                throw new IllegalArgumentException("methods: " + name + " (expected: a token, such as GET)");
            }
            if (!Arrays.equals(bytes, upper) && Method.lookup(upper, 0, upper.length) != Method.OTHER) {
                throw new IllegalArgumentException("methods: " + name + " (expected: " + name.toUpperCase(Locale.ROOT)
                        + ", methods are compared with regard to case)");
            }
        }
        return String.join(", ", config.methods());
    }

    private static Optional<String> names(String setting, List<String> names, boolean credentials) {
        star(setting, names, credentials);
        for (String name : names) {
            FieldNames.field(setting, name);
        }
        return names.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", names));
    }

    /** With credentials {@code *} is a name like any other to browsers, so that it would allow nothing (Fetch, 3.3.5). */
    private static void star(String setting, List<String> names, boolean credentials) {
        if (credentials && names.contains("*")) {
            throw new IllegalArgumentException(setting + ": * with credentials: true (expected: the names one by one;"
                    + " browsers take * for a name where credentials are allowed)");
        }
    }

    private static String seconds(Duration maxAge) {
        if (maxAge.isNegative() || maxAge.getNano() != 0) {
            throw new IllegalArgumentException("maxAge: " + maxAge + " (expected: whole seconds, >= 0s)");
        }
        return Long.toString(maxAge.toSeconds());
    }
}
