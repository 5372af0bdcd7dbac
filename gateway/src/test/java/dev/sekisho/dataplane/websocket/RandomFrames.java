package dev.sekisho.dataplane.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Streams of frames, most of them good, some with one fault. */
final class RandomFrames {

    private static final String[] TEXTS = {
        "", "hello", "\u65e5\u672c\u8a9e", "caf\u00e9", "\ud83d\ude00", "0123456789abcdef"
    };

    private RandomFrames() {}

    static Filtering.Rules rules(Random random) {
        long maxFrame = random.nextInt(4) == 0 ? 40 : 0;
        long maxMessage = random.nextInt(4) == 0 ? 60 : 0;
        return new Filtering.Rules(random.nextBoolean(), random.nextInt(3) == 0, maxFrame, maxMessage);
    }

    static byte[] stream(Random random, Filtering.Rules rules) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            message(out, random, rules);
        }
        if (random.nextInt(3) == 0) {
            out.writeBytes(TestFrames.close(random.nextInt(4) == 0 ? random.nextInt(6_000) : 1000, rules.masked()));
        }
        byte[] stream = out.toByteArray();
        if (random.nextInt(3) == 0) {
            int at = random.nextInt(4) == 0 ? random.nextInt(stream.length) : 0;
            stream[at] = (byte) (stream[at] ^ 1 << random.nextInt(8));
        }
        return stream;
    }

    private static void message(ByteArrayOutputStream out, Random random, Filtering.Rules rules) {
        boolean compressed = rules.deflate() && random.nextBoolean();
        boolean text = random.nextBoolean();
        byte[] payload = text && !compressed ? text(random) : binary(random);
        int first = (text ? TestFrames.TEXT : TestFrames.BINARY) | (compressed ? TestFrames.RSV1 : 0);
        int at = 0;
        do {
            int to = random.nextBoolean() ? payload.length : at + random.nextInt(payload.length - at + 1);
            byte[] piece = Arrays.copyOfRange(payload, at, to);
            boolean last = to == payload.length && random.nextInt(4) > 0;
            out.writeBytes(TestFrames.frame(first | (last ? TestFrames.FIN : 0), piece, rules.masked()));
            if (random.nextInt(4) == 0) {
                out.writeBytes(TestFrames.frame(
                        TestFrames.FIN | (random.nextBoolean() ? TestFrames.PING : TestFrames.PONG),
                        new byte[random.nextInt(126)],
                        rules.masked()));
            }
            at = to;
            first = last ? -1 : TestFrames.CONTINUATION;
        } while (first >= 0);
    }

    private static byte[] text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(5); n > 0; n--) {
            text.append(TEXTS[random.nextInt(TEXTS.length)]);
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0 && random.nextInt(8) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static byte[] binary(Random random) {
        int[] sizes = {0, 1, 30, 60, 125, 126, 200, 65_535, 65_536};
        byte[] bytes = new byte[sizes[random.nextInt(random.nextInt(20) == 0 ? sizes.length : 7)]];
        random.nextBytes(bytes);
        return bytes;
    }
}
