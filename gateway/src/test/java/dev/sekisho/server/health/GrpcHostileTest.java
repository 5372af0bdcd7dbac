package dev.sekisho.server.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.upstream.health.ProbeResult;
import dev.sekisho.model.ActiveHealth.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What services answer that speak another protocol, break off or mean harm; frames are those of RFC 9113 section 6. */
@Timeout(60)
class GrpcHostileTest {

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int CONTINUATION = 9;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int STREAM = 3; // the first of Netty's client
    private static final byte[] OK = {(byte) 0x88}; // :status: 200
    private static final int[] SERVING = {0, 0, 0, 0, 2, 8, 1};
    private static final byte[] GREETING = frame(SETTINGS, 0, 0);
    private static final byte[] HEAD = frame(HEADERS, END_HEADERS, STREAM, OK);

    private static final Probes PROBES = Probes.of(Kind.GRPC);

    private static byte[] frame(int type, int flags, int stream, byte... payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .putInt(payload.length << 8 | type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    private static byte[] bytes(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] field(String name, String value) {
        byte[] nameBytes = name.getBytes(StandardCharsets.ISO_8859_1);
        byte[] valueBytes = value.getBytes(StandardCharsets.ISO_8859_1);
        return bytes(
                new byte[] {0, (byte) nameBytes.length}, nameBytes, new byte[] {(byte) valueBytes.length}, valueBytes);
    }

    private static byte[] trailers(String grpcStatus) {
        return frame(HEADERS, END_HEADERS | END_STREAM, STREAM, field("grpc-status", grpcStatus));
    }

    private static byte[] piece(int... message) {
        byte[] payload = new byte[message.length];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = (byte) message[i];
        }
        return frame(DATA, 0, STREAM, payload);
    }

    private static byte[] answer(int... message) {
        return bytes(GREETING, HEAD, piece(message), trailers("0"));
    }

    private static byte[] pings(int count) {
        byte[][] pings = new byte[count][];
        Arrays.fill(pings, frame(PING, 0, 0, new byte[8]));
        return bytes(pings);
    }

    private static byte[] resetWith(int code) {
        return bytes(GREETING, frame(RST_STREAM, 0, STREAM, new byte[] {0, 0, 0, (byte) code}));
    }

    private static byte[] goAway(int lastStream) {
        return frame(GOAWAY, 0, 0, new byte[] {0, 0, 0, (byte) lastStream, 0, 0, 0, 0});
    }

    private static Arguments of(String name, ProbeResult expected, byte[]... answer) {
        return Arguments.of(name, expected, bytes(answer));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static Stream<Arguments> good() {
        return Stream.of(
                of("as it should be", ProbeResult.GOOD, answer(SERVING)),
                of(
                        "unknown fields",
                        ProbeResult.GOOD,
                        answer(0, 0, 0, 0, 14, 18, 1, 65, 8, 0, 24, 5, 37, 1, 2, 3, 4, 8, 1)),
                of("a wide field", ProbeResult.GOOD, answer(0, 0, 0, 0, 11, 33, 1, 2, 3, 4, 5, 6, 7, 8, 8, 1)),
                of(
                        "pieces",
                        ProbeResult.GOOD,
                        GREETING,
                        HEAD,
                        piece(0, 0, 0),
                        piece(),
                        piece(0, 2, 8, 1),
                        trailers("0")),
                of("a GOAWAY that lets the call end", ProbeResult.GOOD, GREETING, goAway(STREAM), answer(SERVING)));
    }

    static Stream<Arguments> noHttp2() {
        byte[] noise = new byte[100_000];
        new Random(1).nextBytes(noise);
        return Stream.of(
                of("HTTP/1.1", ProbeResult.BAD_STATUS, text("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")),
                of("noise", ProbeResult.BAD_STATUS, noise),
                of("no SETTINGS", ProbeResult.BAD_STATUS, HEAD),
                of("a huge frame", ProbeResult.BAD_STATUS, GREETING, new byte[] {-1, -1, -1, DATA, 0, 0, 0, 0, STREAM}),
                of("no such field", ProbeResult.BAD_STATUS, GREETING, frame(HEADERS, END_HEADERS, STREAM, (byte) 0xff)),
                of("a stream nobody opened", ProbeResult.BAD_STATUS, GREETING, frame(DATA, 0, 99, new byte[9])),
                of("more than an answer takes", ProbeResult.BAD_STATUS, GREETING, pings(5_000)));
    }

    static Stream<Arguments> badAnswers() {
        return Stream.of(
                of("no status", ProbeResult.BAD_STATUS, GREETING, HEAD, frame(DATA, END_STREAM, STREAM, new byte[] {
                    0, 0, 0, 0, 2, 8, 1
                })),
                of("another status", ProbeResult.BAD_STATUS, GREETING, HEAD, piece(SERVING), trailers("14")),
                of("no message", ProbeResult.BAD_STATUS, GREETING, HEAD, trailers("0")),
                of("HTTP 404", ProbeResult.BAD_STATUS, GREETING, frame(HEADERS, END_HEADERS, STREAM, (byte) 0x8d)),
                of("UNKNOWN, left out", ProbeResult.BAD_STATUS, answer(0, 0, 0, 0, 0)),
                of("NOT_SERVING", ProbeResult.BAD_STATUS, answer(0, 0, 0, 0, 2, 8, 2)),
                of("compressed", ProbeResult.BAD_STATUS, answer(1, 0, 0, 0, 2, 8, 1)),
                of("a longer length", ProbeResult.BAD_STATUS, answer(0, -1, -1, -1, -1, 8, 1)),
                of("two messages", ProbeResult.BAD_STATUS, answer(0, 0, 0, 0, 2, 8, 1, 0, 0, 0, 0, 2, 8, 1)),
                of("half a prefix", ProbeResult.BAD_STATUS, answer(0, 0)),
                of("half a number", ProbeResult.BAD_STATUS, answer(0, 0, 0, 0, 2, 8, 0x81)),
                of(
                        "a number without end",
                        ProbeResult.BAD_STATUS,
                        answer(0, 0, 0, 0, 12, 8, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1)),
                of(
                        "a negative length",
                        ProbeResult.BAD_STATUS,
                        answer(0, 0, 0, 0, 11, 18, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1)),
                of("a length beyond the end", ProbeResult.BAD_STATUS, answer(0, 0, 0, 0, 4, 18, 100, 8, 1)),
                of("a group", ProbeResult.BAD_STATUS, answer(0, 0, 0, 0, 4, 11, 12, 8, 1)),
                of("a long message", ProbeResult.BAD_STATUS, GREETING, HEAD, frame(DATA, 0, STREAM, new byte[10_000])));
    }

    static Stream<Arguments> ends() {
        return Stream.of(
                of("RST_STREAM", ProbeResult.TCP_FAILURE, resetWith(7)),
                of("RST_STREAM without an error", ProbeResult.TCP_FAILURE, resetWith(0)),
                of("GOAWAY", ProbeResult.TCP_FAILURE, GREETING, goAway(0)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"good", "noHttp2", "badAnswers", "ends"})
    void isDecidedAtOnce(String name, ProbeResult expected, byte[] answer) throws IOException {
        try (Scripted server = Scripted.start((in, out) -> {
            in.skipNBytes(24); // the preface
            out.write(answer);
        })) {
            assertThat(PROBES.run(server.port())).isEqualTo(expected);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"good", "badAnswers", "ends"})
    void comesByTheByte(String name, ProbeResult expected, byte[] answer) throws IOException {
        try (Scripted server = Scripted.start((in, out) -> {
            for (byte next : answer) {
                out.write(next);
            }
        })) {
            assertThat(PROBES.run(server.port())).isEqualTo(expected);
        }
    }

    static Stream<Arguments> endless() {
        byte[] open = bytes(GREETING, frame(HEADERS, 0, STREAM, OK));
        byte[] more = frame(CONTINUATION, 0, STREAM, bytes(field("x", "y".repeat(100)), field("z", "y".repeat(100))));
        return Stream.of(
                Arguments.of("fields", open, more),
                Arguments.of("empty fields", open, frame(CONTINUATION, 0, STREAM)),
                Arguments.of("pings, whose answers nobody reads", GREETING, pings(100)),
                Arguments.of("settings", GREETING, GREETING),
                Arguments.of("messages", bytes(GREETING, HEAD), frame(DATA, 0, STREAM, new byte[1_000])),
                Arguments.of("empty messages", bytes(GREETING, HEAD), frame(DATA, 0, STREAM)),
                Arguments.of("interim answers", GREETING, frame(HEADERS, END_HEADERS, STREAM, field(":status", "103"))),
                Arguments.of("frames of a kind nobody knows", GREETING, frame(77, 0, STREAM, new byte[1_000])));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("endless")
    void whatNeverEndsIsBad(String name, byte[] first, byte[] again) throws IOException {
        try (Scripted server = Scripted.start((in, out) -> {
            out.write(first);
            while (true) {
                out.write(again);
            }
        })) {
            assertThat(PROBES.run(server.port())).isEqualTo(ProbeResult.BAD_STATUS);
        }
    }

    @Test
    void aConnectionThatEndsBeforeTheAnswerFails() throws IOException {
        try (Scripted server = Scripted.start((in, out) -> {
            in.skipNBytes(24);
            out.write(bytes(GREETING, HEAD));
            throw new IOException("enough");
        })) {
            assertThat(PROBES.run(server.port())).isEqualTo(ProbeResult.TCP_FAILURE);
        }
    }

    @Test
    void anAnswerByTheDropIsATimeout() throws IOException {
        try (Scripted server = Scripted.start((in, out) -> {
            out.write(GREETING);
            while (true) {
                Thread.sleep(20);
                out.write(frame(PING, 0, 0, new byte[8]));
            }
        })) {
            long start = System.nanoTime();
            assertThat(PROBES.within(Duration.ofMillis(300)).run(server.port())).isEqualTo(ProbeResult.TIMEOUT);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        }
    }
}
