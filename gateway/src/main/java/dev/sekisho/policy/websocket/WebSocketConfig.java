package dev.sekisho.policy.websocket;

import dev.sekisho.model.Property;
import dev.sekisho.model.Size;
import java.time.Duration;
import java.util.List;

/** Settings of the {@code websocket} policy. */
public record WebSocketConfig(
        @Property(value = "Whether WebSockets may be opened; where not, 403.", defaultValue = "true")
        boolean allow,

        @Property(
                value =
                        "Origins whose pages may open a WebSocket: exact as browsers send them (https://app.example.com), with a wildcard for whole labels (https://*.example.com), or ~ and a regular expression (RE2) that must match all of the origin. None given: every origin.",
                example = "[\"https://app.example.com\"]")
        List<String> origins,

        @Property(
                value =
                        "Whether a request without an Origin is refused too. Browsers always send one; other clients rarely do.",
                defaultValue = "false")
        boolean requireOrigin,

        @Property(
                value =
                        "Subprotocols that may be offered to the upstream, in the case that they are written in; others are taken out, and 403 where none is left. None given: every one, or none.",
                example = "[mqtt]")
        List<String> protocols,

        @Property(
                value =
                        "Largest message of a client, as many bytes as are sent (compressed ones count as they are). Beyond it close code 1009. 0 for no limit.",
                defaultValue = "1MiB",
                min = "0",
                max = "1GiB")
        Size maxMessage,

        @Property(
                value =
                        "Largest message of the upstream, as many bytes as are sent. Beyond it close code 1009. 0 for no limit.",
                defaultValue = "16MiB",
                min = "0",
                max = "1GiB")
        Size maxUpstreamMessage,

        @Property(
                value = "Largest frame of either side. Beyond it close code 1009. 0 for none but those on messages.",
                defaultValue = "0",
                min = "0",
                max = "1GiB")
        Size maxFrame,

        @Property(
                value =
                        "Longest time in which nothing passes either way, pings of the gateway aside; beyond it close code 1001. 0 for no limit.",
                defaultValue = "5m",
                min = "0",
                max = "7d")
        Duration idle,

        @Property(
                value =
                        "How long a client may be silent before the gateway pings it; where nothing comes for as long again, the connection ends. At least 100ms; 0 for no pings.",
                defaultValue = "0",
                min = "0",
                max = "1d",
                example = "30s")
        Duration ping) {

    /** Takes copies. */
    public WebSocketConfig {
        origins = List.copyOf(origins);
        protocols = List.copyOf(protocols);
    }
}
