package dev.sekisho.policy.websocket;

import dev.sekisho.dataplane.ErrorTemplate;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.WebSocketLimits;
import dev.sekisho.policy.OriginPattern;
import dev.sekisho.policy.SerializedOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Looks at handshakes, and gives those that it lets pass their limits. Other requests pass without a look. */
final class WebSocketPolicy implements Policy {

    private final boolean allow;
    private final OriginPattern[] origins;
    private final boolean requireOrigin;
    private final Set<String> protocols;
    private final WebSocketLimits limits;

    WebSocketPolicy(
            boolean allow,
            OriginPattern[] origins,
            boolean requireOrigin,
            Set<String> protocols,
            WebSocketLimits limits) {
        this.allow = allow;
        this.origins = origins;
        this.requireOrigin = requireOrigin;
        this.protocols = protocols;
        this.limits = limits;
    }

    @Override
    public Outcome onRequest(Exchange exchange) {
        if (!exchange.request().isWebSocket()) {
            return Outcome.CONTINUE;
        }
        Headers headers = exchange.request().headers();
        if (!allow) {
            return refusal(exchange, Reason.WEBSOCKET_NOT_ALLOWED);
        }
        if (!isAllowedOrigin(headers)) {
            return refusal(exchange, Reason.WEBSOCKET_ORIGIN);
        }
        if (!protocols.isEmpty() && !offersAllowed(headers)) {
            return refusal(exchange, Reason.WEBSOCKET_PROTOCOL);
        }
        exchange.webSocketLimits(limits);
        return Outcome.CONTINUE;
    }

    private static Outcome refusal(Exchange exchange, Reason why) {
        return new Outcome.Reply(ErrorTemplate.answer(exchange, why, why.status()));
    }

    private boolean isAllowedOrigin(Headers headers) {
        int field = headers.find(HeaderName.ORIGIN);
        if (field < 0) {
            return !requireOrigin;
        }
        if (origins.length == 0) {
            return true;
        }
        int start = headers.valueStart(field);
        int end = headers.valueEnd(field);
        if (headers.find(HeaderName.ORIGIN, field + 1) >= 0 || !SerializedOrigin.isValid(headers.bytes(), start, end)) {
            return false;
        }
        for (OriginPattern pattern : origins) {
            if (pattern.matches(headers.bytes(), start, end)) {
                return true;
            }
        }
        return false;
    }

    /** Takes out the offers that are not allowed; whether one is left. */
    private boolean offersAllowed(Headers headers) {
        List<String> kept = new ArrayList<>();
        int offered = 0;
        for (String offers : headers.getAll(HeaderName.SEC_WEBSOCKET_PROTOCOL)) {
            for (String offer : offers.split(",", -1)) {
                offered++;
                if (protocols.contains(offer.trim())) {
                    kept.add(offer.trim());
                }
            }
        }
        if (kept.size() < offered && !kept.isEmpty()) {
            headers.set(HeaderName.SEC_WEBSOCKET_PROTOCOL, String.join(", ", kept));
        }
        return !kept.isEmpty();
    }
}
