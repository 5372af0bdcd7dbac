package dev.sekisho.dialect.kong.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.Document;
import dev.sekisho.dialect.yaml.SecretSource;
import dev.sekisho.dialect.yaml.YamlDialect;
import dev.sekisho.model.Rewrite;
import dev.sekisho.policy.Policies;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings that are made of names and values are those that a document of the native language gives. */
class SettingsMakerTest {

    private static Record written(String type, String settings) {
        YamlDialect dialect = new YamlDialect(Policies.configTypes(), SecretSource.system());
        Compilation compiled = dialect.compile(
                List.of(new Document("a.yaml", "policies: [ { name: p, " + type + ": { " + settings + " } } ]")));
        return compiled.model().policies().getFirst().config();
    }

    private static Record made(String type, Map<String, ?> values) {
        return SettingsMaker.make(
                Optional.ofNullable(Policies.configTypes().get(type)).orElseThrow(), values);
    }

    @ParameterizedTest
    @CsvSource({
        "cache",
        "compression",
        "jwt",
        "key-auth",
        "basic",
        "hmac",
        "bots",
        "ip",
        "size-limit",
        "request-headers",
        "respond"
    })
    void whatIsNotNamedHasTheDefaultOfDocuments(String type) {
        assertThat(made(type, Map.of())).isEqualTo(written(type, ""));
    }

    @Test
    void recordsAndConstantsAreNamedByMapsAndTexts() {
        Record made = made(
                "rate-limit",
                Map.of(
                        "limits",
                                List.of(Map.of(
                                        "requests", 5, "per", "minute", "algorithm", Optional.of("fixed-window"))),
                        "headers", List.of("kong", "draft"),
                        "zone", Optional.of("z"),
                        "emptyKey", "pass",
                        "addressPrefix", Map.of("ipv4", 24)));
        assertThat(made)
                .isEqualTo(written(
                        "rate-limit",
                        "limits: [ { requests: 5, per: minute, algorithm: fixed-window } ], headers: [ kong, draft ],"
                                + " zone: z, emptyKey: pass, addressPrefix: { ipv4: 24 }"));
    }

    @Test
    void aNameThatIsNoneIsAMistakeOfTheProgram() {
        assertThatThrownBy(() -> made("cors", Map.of("origin", List.of())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("CorsConfig.origin (expected: one of ");
        assertThatThrownBy(() -> made("rate-limit", Map.of("emptyKey", "none")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("EmptyKey: none");
    }

    @Test
    void oneComponentOfARecordIsChanged() {
        assertThat(SettingsMaker.with(Rewrite.NONE, "host", "a.com").host()).isEqualTo("a.com");
        assertThat(SettingsMaker.with(Rewrite.NONE, "host", "keep")).isEqualTo(Rewrite.NONE);
    }
}
