package dev.sekisho.policy.securityheaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.Allocation;
import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.policy.securityheaders.SecurityHeadersConfig.Override;
import dev.sekisho.policy.securityheaders.SecurityHeadersConfig.Preset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecurityHeadersTest {

    private final SecurityHeaders type = new SecurityHeaders();
    private final ChainHarness harness = new ChainHarness();

    private static SecurityHeadersConfig config(
            Preset preset, Map<String, String> headers, List<String> omit, Override override) {
        return new SecurityHeadersConfig(preset, headers, omit, false, false, override, List.of(), true);
    }

    private String fields(SecurityHeadersConfig config, String... backend) {
        harness.backend(200, backend);
        ChainRunner.start(harness.exchange(type.create(config)));
        return harness.fields();
    }

    @Test
    void the_presets_are_what_they_are() {
        assertThat(fields(config(Preset.WEB, Map.of(), List.of(), Override.ABSENT)))
                .isEqualTo("""
                        X-Content-Type-Options: nosniff
                        X-Frame-Options: SAMEORIGIN
                        Content-Security-Policy: frame-ancestors 'self'
                        Referrer-Policy: strict-origin-when-cross-origin
                        Permissions-Policy: accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()
                        Cross-Origin-Opener-Policy: same-origin
                        Cross-Origin-Resource-Policy: same-origin
                        X-Permitted-Cross-Domain-Policies: none
                        """);
        assertThat(fields(config(Preset.API, Map.of(), List.of(), Override.ABSENT)))
                .isEqualTo("""
                        X-Content-Type-Options: nosniff
                        X-Frame-Options: DENY
                        Content-Security-Policy: default-src 'none'; frame-ancestors 'none'
                        Referrer-Policy: no-referrer
                        X-Permitted-Cross-Domain-Policies: none
                        """);
        assertThat(fields(config(Preset.NONE, Map.of(), List.of(), Override.ABSENT)))
                .isEmpty();
    }

    /** Caches of others believe these fields in place of Cache-Control, so no-store alone kept nothing out of them. */
    @Test
    void no_store_leaves_no_word_to_caches_of_others() {
        SecurityHeadersConfig config = new SecurityHeadersConfig(
                Preset.NONE, Map.of(), List.of(), false, true, Override.ABSENT, List.of(), true);
        assertThat(fields(
                        config,
                        "Cache-Control",
                        "max-age=60",
                        "CDN-Cache-Control",
                        "max-age=600",
                        "Surrogate-Control",
                        "max-age=600"))
                .isEqualTo("Cache-Control: no-store\n");
    }

    @Test
    void what_the_backend_says_stays_or_is_replaced() {
        Map<String, String> own = Map.of("x-frame-options", "DENY");
        String[] backend = {"X-Frame-Options", "SAMEORIGIN", "Server", "x", "X-Powered-By", "y"};
        assertThat(fields(config(Preset.NONE, own, List.of(), Override.ABSENT), backend))
                .isEqualTo("X-Frame-Options: SAMEORIGIN\n");
        assertThat(fields(config(Preset.NONE, own, List.of(), Override.ALWAYS), backend))
                .isEqualTo("X-Frame-Options: DENY\n");
        assertThat(fields(config(Preset.API, own, List.of("Referrer-Policy"), Override.ALWAYS), backend))
                .contains("X-Frame-Options: DENY\n")
                .doesNotContain("Referrer-Policy");
    }

    @Test
    void browsers_are_not_kept_on_tls_over_a_connection_in_the_clear() {
        Map<String, String> own = Map.of("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
        assertThat(fields(
                        config(Preset.NONE, own, List.of(), Override.ALWAYS), "strict-transport-security", "max-age=1"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X-Frame-Options | ALLOW-FROM https://a.test | expected: DENY or SAMEORIGIN",
                "X-Content-Type-Options | no-sniff | expected: nosniff",
                "Referrer-Policy | none | expected: one of no-referrer",
                "Strict-Transport-Security | 31536000 | expected: max-age=SECONDS",
                "Cross-Origin-Embedder-Policy | required | expected: require-corp",
                "X-Content-Type-Option | nosniff | did you mean X-Content-Type-Options?",
                "Cache-Control | no-store | response-headers"
            })
    void refuses_what_browsers_would_ignore(String name, String value, String message) {
        assertThatThrownBy(() -> type.create(config(Preset.NONE, Map.of(name, value), List.of(), Override.ABSENT)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refuses_settings_that_contradict_each_other() {
        assertThatThrownBy(
                        () -> type.create(config(Preset.API, Map.of(), List.of("Permissions-Policy"), Override.ABSENT)))
                .hasMessage("omit: Permissions-Policy (expected: a field of the preset, once)");
        assertThatThrownBy(() -> type.create(new SecurityHeadersConfig(
                        Preset.API, Map.of(), List.of(), true, false, Override.ABSENT, List.of(), true)))
                .hasMessage("strictContent: true (expected: only with preset: web)");
        assertThatThrownBy(() -> type.create(new SecurityHeadersConfig(
                        Preset.WEB, Map.of(), List.of(), false, false, Override.ABSENT, List.of("Server"), false)))
                .hasMessageContaining("hideServer");
        assertThatThrownBy(() -> type.create(new SecurityHeadersConfig(
                        Preset.WEB,
                        Map.of(),
                        List.of(),
                        false,
                        false,
                        Override.ABSENT,
                        List.of("Content-Length"),
                        true)))
                .hasMessageContaining("remove: Content-Length");
    }

    @Test
    void setting_allocates_nothing() {
        ServedRoute route = new ServedRoute(
                "r",
                "s",
                0,
                List.of(type.create(config(Preset.WEB, Map.of(), List.of(), Override.ABSENT))),
                harness.quiet().backend,
                Map.of(),
                false,
                List.of());
        assertThat(Allocation.perRun(() -> harness.serve(route, x -> {}))).isZero();
    }

    @Test
    void explains_itself() {
        assertThat(type.describe(config(Preset.NONE, Map.of("X-Frame-Options", "DENY"), List.of(), Override.ALWAYS)))
                .isEqualTo("sets X-Frame-Options; removes Server, X-Powered-By, X-AspNet-Version, X-AspNetMvc-Version");
    }
}
