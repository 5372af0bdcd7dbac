package dev.sekisho.policy.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.model.Size;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot work is refused with value and expectation, and what works explains itself. */
class WebSocketConfigTest {

    private final WebSocket type = new WebSocket();

    private static WebSocketConfig config(boolean allow, List<String> origins, List<String> protocols, Duration ping) {
        Size mebibyte = new Size(1 << 20);
        Duration idle = Duration.ofMinutes(5);
        return new WebSocketConfig(allow, origins, false, protocols, mebibyte, mebibyte, new Size(0), idle, ping);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*", "null", "app.example.com", "https://App.example.com", "https://a.example.com/", "~(", ""})
    void originsThatNoBrowserSendsAreRefused(String origin) {
        assertThatThrownBy(() -> type.create(config(true, List.of(origin), List.of(), Duration.ZERO)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("origins: " + origin)
                .hasMessageContaining("expected");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a,b", "m\u00fcll"})
    void protocolsAreTokens(String protocol) {
        assertThatThrownBy(() -> type.create(config(true, List.of(), List.of(protocol), Duration.ZERO)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("protocols: " + protocol + " (expected: a token");
    }

    @Test
    void pingsHaveAShortestInterval() {
        assertThatThrownBy(() -> type.create(config(true, List.of(), List.of(), Duration.ofMillis(99))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: 100ms or longer");
        assertThat(type.create(config(true, List.of(), List.of(), Duration.ofMillis(100))))
                .isNotNull();
    }

    @Test
    void itExplainsItself() {
        List<String> origins = List.of("https://app.example.com", "https://*.example.org");
        assertThat(type.describe(config(true, origins, List.of("mqtt"), Duration.ZERO)))
                .isEqualTo("allows WebSockets: https://app.example.com, https://*.example.org; subprotocols mqtt;"
                        + " messages up to 1MiB");
        assertThat(type.describe(config(true, List.of(), List.of(), Duration.ZERO)))
                .isEqualTo("allows WebSockets: every origin; messages up to 1MiB");
        assertThat(type.describe(config(false, origins, List.of(), Duration.ZERO)))
                .isEqualTo("refuses WebSockets");
    }
}
