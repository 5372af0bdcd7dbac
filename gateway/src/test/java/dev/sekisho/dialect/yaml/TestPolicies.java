package dev.sekisho.dialect.yaml;

import dev.sekisho.model.Property;
import dev.sekisho.model.Secret;
import dev.sekisho.model.Size;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Policy types and secrets for tests of the language, so that they do not change when policies do. */
final class TestPolicies {

    static final Map<String, Class<? extends Record>> TYPES = types();

    static final SecretSource SECRETS = new SecretSource() {
        @Override
        public Optional<String> env(String name) {
            return name.equals("PASSWORD") ? Optional.of("hunter2") : Optional.empty();
        }

        @Override
        public String file(String path) throws IOException {
            if (path.equals("/secrets/password")) {
                return "from-file\n";
            }
            throw new FileNotFoundException(path);
        }
    };

    private TestPolicies() {}

    /** Every type that a property may have. */
    enum Mode {
        STRICT,
        FAIL_OPEN
    }

    record Nested(
            @Property("A text.") String text,

            @Property(value = "A number.", defaultValue = "0.5", min = "0", max = "1")
            double share) {}

    record EverythingConfig(
            @Property(value = "A mode.", defaultValue = "strict")
            Mode mode,

            @Property(value = "A long.", defaultValue = "1", min = "0")
            long count,

            @Property(value = "A duration.", min = "1ms", max = "1m")
            Optional<Duration> every,

            @Property(value = "Sizes.", max = "1MiB") List<Size> sizes,
            @Property("Headers.") Map<String, String> headers,
            @Property("Records.") List<Nested> nested,
            @Property("A secret.") Optional<Secret> key,

            @Property(value = "An expression.", format = "re2")
            Optional<String> expression) {}

    record EmptyConfig() {}

    private static Map<String, Class<? extends Record>> types() {
        Map<String, Class<? extends Record>> types = new LinkedHashMap<>();
        types.put("everything", EverythingConfig.class);
        types.put("empty", EmptyConfig.class);
        return types;
    }
}
