package dev.sekisho.dataplane.listener.h2;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.websocket.Handshake;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A WebSocket over HTTP/2 (RFC 8441) asked of an upstream that speaks HTTP/1.1: the extended CONNECT becomes the upgrade of
 * RFC 6455, with a key of the gateway's own. Thread-safe.
 */
final class WebSocketHandshake {

    /** Sec-WebSocket-Accept, which only HTTP/1.1 has. */
    static final HeaderName ACCEPT = HeaderName.of("Sec-WebSocket-Accept");

    private static final byte[] WEBSOCKET = Ascii.bytes("websocket");
    private static final int KEY_BYTES = 16; // RFC 6455 section 4.1

    private WebSocketHandshake() {}

    /** Makes an upgrade of the request; says why it is refused, or {@link Reason#NONE}. */
    static Reason asUpgrade(RequestHead head) {
        Headers headers = head.headers();
        byte[] random = new byte[KEY_BYTES];
        ThreadLocalRandom.current().nextBytes(random); // guards against caches, not against people
        byte[] key = Base64.getEncoder().encode(random);
        headers.remove(Handshake.KEY);
        headers.addChecked(Handshake.KEY, key, 0, key.length);
        headers.addChecked(HeaderName.UPGRADE, WEBSOCKET, 0, WEBSOCKET.length);
        head.upgrade(true);
        head.webSocket(true);
        head.contentLength(0);
        return Handshake.version(head);
    }
}
