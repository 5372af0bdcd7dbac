package dev.sekisho.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dialect.Document;
import dev.sekisho.dialect.yaml.SecretSource;
import dev.sekisho.dialect.yaml.YamlDialect;
import dev.sekisho.model.Model;
import dev.sekisho.model.Origin;
import dev.sekisho.model.PolicySpec;
import dev.sekisho.model.Property;
import dev.sekisho.policy.ratelimit.FurtherLimitsConfig;
import dev.sekisho.policy.ratelimit.RateLimitConfig;
import dev.sekisho.policy.respond.RespondConfig;
import dev.sekisho.snapshot.PolicyChains;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;

class PoliciesTest {

    private static final Path PROJECT = Files.isDirectory(Path.of("docs")) ? Path.of("") : Path.of("..");

    /** The order is part of what users rely on: whoever changes it changes this test and docs/policies.md. */
    @Test
    void the_order_is_frozen() {
        assertThat(Policies.configTypes().keySet())
                .containsExactly(
                        "response-headers",
                        "answer-headers",
                        "log",
                        "security-headers",
                        "require-tls",
                        "cors",
                        "websocket",
                        "error-pages",
                        "on-status",
                        "compression",
                        "substitution",
                        "response-status",
                        "steps",
                        "early-size-limit",
                        "early-rate-limit",
                        "early-concurrency",
                        "bots",
                        "ip",
                        "any-of",
                        "mtls",
                        "hmac",
                        "jwt",
                        "key-auth",
                        "basic",
                        "introspection",
                        "forward-auth",
                        "acl",
                        "scopes",
                        "rules",
                        "size-limit",
                        "quota",
                        "rate-limit",
                        "response-rate-limit",
                        "concurrency",
                        "fault",
                        "request-line",
                        "correlation-id",
                        "request-headers",
                        "request-body",
                        "reverse-mapping",
                        "response-body",
                        "cache",
                        "respond");
        assertThat(Policies.inOrder()).extracting(entry -> entry.type().stage()).isSorted();
    }

    @Test
    void the_documentation_shows_the_list() throws IOException {
        StringBuilder rows = new StringBuilder();
        int place = 1;
        for (Policies.Entry entry : Policies.inOrder()) {
            String name = entry.type().name();
            String folder = entry.type().configType().getPackageName().replace('.', '/');
            rows.append("| %d | [`%s`](../gateway/src/main/java/%s/README.md) | %s | %s |\n"
                    .formatted(
                            place++,
                            name,
                            folder,
                            entry.type().stage().name().toLowerCase(java.util.Locale.ROOT),
                            entry.reason()));
        }
        Path file = PROJECT.resolve("docs/policies.md");
        if (Boolean.getBoolean("sekisho.update")) {
            String before = Files.readString(file);
            Files.writeString(
                    file,
                    before.replaceFirst("(?m)(^\\| [0-9]+ \\| .*\n)+", Matcher.quoteReplacement(rows.toString())));
        }
        assertThat(Files.readString(file))
                .as("docs/policies.md (run the test with -Dsekisho.update=true to accept)")
                .contains(rows);
    }

    @Test
    void every_policy_is_a_folder_with_settings_that_are_described_and_a_page() {
        for (Policies.Entry entry : Policies.inOrder()) {
            Class<? extends Record> config = entry.type().configType();
            assertThat(config.getSimpleName()).endsWith("Config");
            for (RecordComponent component : config.getRecordComponents()) {
                Property property = component.getAnnotation(Property.class);
                assertThat(property).as(config + "." + component.getName()).isNotNull();
                assertThat(property.value()).endsWith(".");
            }
            String folder = config.getPackageName().replace('.', '/');
            assertThat(PROJECT.resolve("gateway/src/main/java").resolve(folder).resolve("README.md"))
                    .exists();
        }
    }

    @Test
    void finds_places_and_makes_policies_by_name() {
        RespondConfig config = new RespondConfig(204, Map.of(), Optional.empty(), "text/plain");
        PolicySpec spec = new PolicySpec(Optional.empty(), "respond", config, Origin.NONE);
        assertThat(Policies.create(spec, PolicyContext.OFFLINE)).isNotNull();
        assertThat(Policies.describe(spec)).isEqualTo("answers 204 without asking the backend");
        assertThat(Policies.find("respond")).isPresent();
        assertThat(Policies.find("respnd")).isEmpty();
        assertThat(Policies.position("cors")).isEqualTo(5);
    }

    /** Before whoever asks for credentials nobody is known. */
    @Test
    void early_policies_know_no_client() {
        RateLimitConfig config = FurtherLimitsConfig.leaky(
                List.of(new FurtherLimitsConfig(
                        List.of(new RateLimitConfig.Limit(1, "day", Optional.empty(), Optional.empty())),
                        "consumer",
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        Optional.empty())),
                429,
                false);
        assertThat(Policies.create(
                        new PolicySpec(Optional.empty(), "rate-limit", config, Origin.NONE), PolicyContext.OFFLINE))
                .isNotNull();
        PolicySpec early = new PolicySpec(Optional.empty(), "early-rate-limit", config, Origin.NONE);
        assertThatThrownBy(() -> Policies.create(early, PolicyContext.OFFLINE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "key: consumer: empty, so that nothing is counted (expected: nothing about who the client is,"
                                + " since nobody is known here yet)");
    }

    @Test
    void refuses_unknown_types_and_settings_of_another_type() {
        RespondConfig config = new RespondConfig(204, Map.of(), Optional.empty(), "text/plain");
        assertThatThrownBy(() -> Policies.create(
                        new PolicySpec(Optional.empty(), "unheard-of", config, Origin.NONE), PolicyContext.OFFLINE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("policy type unheard-of (expected: one of "
                        + String.join(", ", Policies.configTypes().keySet()) + ")");
        assertThatThrownBy(() -> Policies.create(
                        new PolicySpec(Optional.empty(), "cors", config, Origin.NONE), PolicyContext.OFFLINE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cors: settings of type RespondConfig (expected: CorsConfig)");
        assertThatThrownBy(() -> Policies.position("unheard-of")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_example_makes_policies_and_explains_itself() throws IOException {
        Path file = PROJECT.resolve("examples/policies.yaml");
        SecretSource none = new SecretSource() {
            @Override
            public Optional<String> env(String name) {
                return Optional.empty();
            }

            @Override
            public String file(String path) throws IOException {
                throw new IOException(path);
            }
        };
        Model model = new YamlDialect(Policies.configTypes(), none)
                .compile(List.of(new Document("policies.yaml", Files.readString(file))))
                .model();
        List<String> users = PolicyChains.specs(model.routes().getFirst(), model).stream()
                .peek(spec -> Policies.create(spec, PolicyContext.OFFLINE))
                .map(Policies::describe)
                .toList();
        assertThat(users)
                .containsExactly(
                        "removes Server, removes X-Powered-By, sets X-Content-Type-Options,"
                                + " sets Cache-Control where absent in the response",
                        "lets https://app.example.com, https://*.example.com read answers with credentials,"
                                + " answers preflights itself",
                        "removes X-Debug, renames X-Api-Token to X-Service-Token, sets X-Client in the request");
    }
}
