package dev.sekisho.blackbox;

import dev.sekisho.dataplane.websocket.TestFrames;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Both sides of a WebSocket as plainly as can be. */
final class WebSockets {

    /** The key and its answer of RFC 6455 section 1.3. */
    static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    private WebSockets() {}

    /** A handshake of a client, with further fields. */
    static String upgrade(String... more) {
        return handshake("GET", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: " + KEY, more);
    }

    static String handshake(String method, String upgrade, String version, String key, String... more) {
        List<String> fields = new ArrayList<>(List.of("Connection: Upgrade", upgrade, version, key));
        fields.removeIf(String::isEmpty);
        fields.addAll(Arrays.asList(more));
        return RawClient.request(method, "/", fields.toArray(String[]::new));
    }

    /** The answer of an upstream, with further fields. */
    static String switched(String... more) {
        StringBuilder head = new StringBuilder("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Accept: " + ACCEPT + "\r\n");
        for (String field : more) {
            head.append(field).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    /** Where frames are read from. */
    interface Bytes {
        int read() throws IOException;
    }

    /** A frame as it came, unmasked. */
    record Frame(int first, boolean masked, byte[] payload) {

        int opcode() {
            return first & 15;
        }

        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        /** The code of a close frame; 0 where there is none. */
        int code() {
            if (opcode() != TestFrames.CLOSE) {
                throw new AssertionError("frame: " + first + " " + text() + " (expected: a close frame)");
            }
            return payload.length < 2 ? 0 : (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
        }
    }

    /** The next frame. */
    static Frame read(Bytes in) throws IOException {
        int first = next(in);
        int size = next(in);
        long length = size & 0x7F;
        if (length >= 126) {
            int bytes = length == 126 ? 2 : 8;
            length = 0;
            for (int i = 0; i < bytes; i++) {
                length = length << 8 | next(in);
            }
        }
        boolean masked = size >= 0x80;
        int[] key = new int[4];
        for (int i = 0; masked && i < 4; i++) {
            key[i] = next(in);
        }
        byte[] payload = new byte[(int) length];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = (byte) (next(in) ^ key[i & 3]);
        }
        return new Frame(first, masked, payload);
    }

    private static int next(Bytes in) throws IOException {
        int b = in.read();
        if (b < 0) {
            throw new EOFException("the connection ended inside a frame");
        }
        return b;
    }

    static Frame read(RawClient client) throws IOException {
        return read(client::readByte);
    }

    static Frame read(RawUpstream.Connection connection) throws IOException {
        return read(connection::read);
    }

    /** Answers the handshake, then each message with itself, pings with pongs, and a close frame with its own. */
    static RawUpstream.Script echo(String... more) {
        return connection -> {
            connection.request();
            connection.send(switched(more));
            serve(connection);
        };
    }

    /** The same for whatever key a client has, and with that subprotocol. */
    static RawUpstream.Script accepting(String protocol) {
        return connection -> {
            Message request = connection.request().orElseThrow();
            connection.send(switched("Sec-WebSocket-Protocol: " + protocol)
                    .replace(
                            ACCEPT, Accept.of(request.field("Sec-WebSocket-Key").orElseThrow())));
            serve(connection);
        };
    }

    /** The echo behind the handshake, until a close frame. */
    static void serve(RawUpstream.Connection connection) throws IOException {
        while (true) {
            Frame frame = read(connection);
            int first = frame.opcode() == TestFrames.PING ? TestFrames.FIN | TestFrames.PONG : frame.first();
            if (frame.opcode() != TestFrames.PONG) {
                connection.send(TestFrames.frame(first, frame.payload(), false));
            }
            if (frame.opcode() == TestFrames.CLOSE) {
                return;
            }
        }
    }

    /** A client whose handshake is done. */
    static RawClient open(TestGateway gateway, String... more) throws IOException {
        RawClient client = gateway.connect();
        Message answer = client.send(upgrade(more)).read();
        if (answer.status() != 101) {
            throw new AssertionError(answer.head() + answer.text());
        }
        return client;
    }

    /** A listener, one route with this policy (empty for none) and one upstream. */
    static String yaml(RawUpstream upstream, String listener, String policy) {
        String policies = policy.isEmpty() ? "" : "policies: [ { websocket: { " + policy + " } } ], ";
        return Yaml.listener(listener)
                + Yaml.upstreams(Yaml.upstream("service", "timeouts: { read: 2s }", upstream))
                + Yaml.routes("name: all, match: { path: /* }, " + policies + "to: service");
    }
}
