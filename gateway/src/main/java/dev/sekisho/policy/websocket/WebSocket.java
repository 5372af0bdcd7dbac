package dev.sekisho.policy.websocket;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Tokens;
import dev.sekisho.dataplane.WebSocketLimits;
import dev.sekisho.model.Durations;
import dev.sekisho.policy.OriginPattern;
import dev.sekisho.policy.PlainPolicyType;
import dev.sekisho.policy.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code websocket}: who may open a WebSocket, and what it may do. */
public final class WebSocket implements PlainPolicyType<WebSocketConfig> {

    private static final Duration SHORTEST_PING = Duration.ofMillis(100);

    @Override
    public String name() {
        return "websocket";
    }

    @Override
    public Class<WebSocketConfig> configType() {
        return WebSocketConfig.class;
    }

    @Override
    public Stage stage() {
        return Stage.EDGE;
    }

    @Override
    public Policy create(WebSocketConfig config) {
        if (!config.ping().isZero() && config.ping().compareTo(SHORTEST_PING) < 0) {
            throw new IllegalArgumentException(
                    "ping: " + Durations.format(config.ping()) + " (expected: 100ms or longer, or 0 for none)");
        }
        for (String protocol : config.protocols()) {
            byte[] bytes = Ascii.bytes(protocol);
            if (bytes.length == 0 || !Tokens.isToken(bytes, 0, bytes.length)) {
                throw new IllegalArgumentException("protocols: " + protocol + " (expected: a token, such as mqtt)");
            }
        }
        if (config.origins().contains("*")) {
            throw new IllegalArgumentException("origins: * (expected: origins one by one, or none for every origin)");
        }
        OriginPattern[] origins =
                config.origins().stream().map(OriginPattern::parse).toArray(OriginPattern[]::new);
        WebSocketLimits limits = new WebSocketLimits(
                config.maxMessage().bytes(),
                config.maxUpstreamMessage().bytes(),
                config.maxFrame().bytes(),
                config.idle().toNanos(),
                config.ping().toNanos());
        return new WebSocketPolicy(
                config.allow(), origins, config.requireOrigin(), Set.copyOf(config.protocols()), limits);
    }

    @Override
    public String describe(WebSocketConfig config) {
        if (!config.allow()) {
            return "refuses WebSockets";
        }
        List<String> parts = new ArrayList<>();
        parts.add(config.origins().isEmpty() ? "every origin" : String.join(", ", config.origins()));
        if (!config.protocols().isEmpty()) {
            parts.add("subprotocols " + String.join(", ", config.protocols()));
        }
        parts.add("messages up to " + (config.maxMessage().bytes() == 0 ? "any size" : config.maxMessage()));
        return "allows WebSockets: " + String.join("; ", parts);
    }
}
