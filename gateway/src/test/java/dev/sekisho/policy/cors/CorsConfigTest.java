package dev.sekisho.policy.cors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.policy.OriginPattern;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorsConfigTest {

    private final Cors type = new Cors();

    private static CorsConfig config(List<String> origins, List<String> names, boolean credentials) {
        return new CorsConfig(
                origins, List.of(), names, false, List.of(), Optional.empty(), credentials, false, false, 204);
    }

    private static CorsConfig origin(String origin, boolean credentials) {
        return config(List.of(origin), List.of(), credentials);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "",
                "https://",
                "app.example.com",
                "HTTPS://GOOD.COM",
                "https://Good.com",
                "https://a.com/",
                "https://a.com/path",
                "https://a.com:443",
                "http://a.com:80",
                "https://a.com:0",
                "https://a.com:99999",
                "https://u@a.com",
                "https://bücher.de",
                "https://*",
                "https://a.*.com",
                "https://*a.example.com",
                "https://*.com",
                "*.example.com",
                "https://a.com, https://b.com",
                "https://a.com\r\n",
                "~(",
                "~(?<=a)b",
                "~https://((a{1000}){1000}){1000}\\.example\\.com"
            })
    void refuses_origins_that_no_browser_sends_or_that_stand_for_too_much(String origin) {
        assertThatThrownBy(() -> type.create(origin(origin, false)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("origins: ")
                .hasMessageContaining("(expected: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://a.com",
                "http://localhost:3000",
                "http://[::1]:3000",
                "https://xn--bcher-kva.de",
                "capacitor://localhost",
                "chrome-extension://abcdef",
                "https://*.example.com",
                "https://*.example.com:8443",
                "http://*.localhost:3000",
                "~https://.*\\.example\\.com"
            })
    void takes_origins_as_browsers_send_them(String origin) {
        assertThatCode(() -> type.create(origin(origin, true))).doesNotThrowAnyException();
    }

    @Test
    void refuses_every_origin_with_credentials_and_names_the_mend() {
        assertThatThrownBy(() -> type.create(origin("*", true)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the origins by name, or credentials: false");
        for (String everything : List.of("~.*", "~https?://.*", "~https://.+", "~https://[^/]+(:[0-9]+)?")) {
            assertThatThrownBy(() -> type.create(origin(everything, true)))
                    .as(everything)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("names your own domains");
            assertThatCode(() -> type.create(origin(everything, false))).doesNotThrowAnyException();
        }
    }

    @Test
    void refuses_contradictions() {
        assertThatThrownBy(() -> type.create(config(List.of(), List.of(), false)))
                .hasMessageContaining("at least one");
        assertThatThrownBy(() -> type.create(config(List.of("*", "https://a.com"), List.of(), false)))
                .hasMessageContaining("* alone");
        assertThatThrownBy(() -> type.create(config(List.of("https://a.com"), List.of("*"), true)))
                .hasMessageStartingWith("headers: * with credentials");
        assertThatCode(() -> type.create(config(List.of("https://a.com"), List.of("*"), false)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> type.create(config(List.of("https://a.com"), List.of("X A"), false)))
                .hasMessageStartingWith("headers: X A");
    }

    @ParameterizedTest
    @ValueSource(strings = {"get", "Patch", "", "GET,PUT", "G\r\nET"})
    void refuses_methods_that_would_never_match(String method) {
        CorsConfig config = new CorsConfig(
                List.of("https://a.com"),
                List.of(method),
                List.of(),
                false,
                List.of(),
                Optional.empty(),
                false,
                false,
                false,
                204);
        assertThatThrownBy(() -> type.create(config)).hasMessageStartingWith("methods: ");
    }

    @Test
    void refuses_a_status_between_and_parts_of_seconds() {
        CorsConfig status = new CorsConfig(
                List.of("*"), List.of(), List.of(), false, List.of(), Optional.empty(), false, false, false, 202);
        assertThatThrownBy(() -> type.create(status)).hasMessage("preflightStatus: 202 (expected: 200 or 204)");
        CorsConfig age = new CorsConfig(
                List.of("*"),
                List.of(),
                List.of(),
                false,
                List.of(),
                Optional.of(Duration.ofMillis(1500)),
                false,
                false,
                false,
                204);
        assertThatThrownBy(() -> type.create(age)).hasMessageContaining("whole seconds");
    }

    /** RE2 matches in linear time: what costs a backtracking matcher for ever is over at once. */
    @Test
    void a_hostile_pattern_costs_little() {
        OriginPattern pattern = OriginPattern.parse("~https://(a+)+\\.good\\.com");
        byte[] origin = ("https://" + "a".repeat(300)).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        long start = System.nanoTime();
        assertThat(pattern.matches(origin, 0, origin.length)).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(50));
    }

    @Test
    void says_who_may_read() {
        assertThat(type.describe(origin("https://a.com", true)))
                .isEqualTo("lets https://a.com read answers with credentials, answers preflights itself");
        assertThat(type.describe(origin("*", false)))
                .isEqualTo("lets every origin read answers, answers preflights itself");
    }
}
