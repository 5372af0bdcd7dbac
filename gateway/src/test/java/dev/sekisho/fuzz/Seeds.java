package dev.sekisho.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Holds the property of a fuzz target against changed seeds in the normal run of the tests: always the same ones, up to a
 * number and for at most two seconds, however slow the machine is. The seeds are those that Jazzer starts from.
 */
public final class Seeds {

    private static final int INPUTS = 20_000;
    private static final long NANOS = 2_000_000_000;
    private static final int LEAST_TAKEN = 500; // one in so many, else the inputs are too broken to tell anything
    private static final String HOSTILE = "\0\t\n\r \"%'()*+,-./:;=?@[\\]^_{}~\u007f\u0080\u00ff09afzAZ";

    private final List<byte[]> seeds;
    private final Random random = new Random(4_711);

    private Seeds(List<byte[]> seeds) {
        this.seeds = seeds;
    }

    /** A property of a parser. */
    @FunctionalInterface
    public interface Property {
        /**
         * Fails where it does not hold.
         *
         * @return whether the parser took the input
         */
        boolean holds(byte[] input) throws Exception;
    }

    /** Holds the property against the seeds of a target, and against what comes of changing them. */
    public static void check(Class<?> test, String target, Property property) throws Exception {
        Seeds seeds = new Seeds(read(test, target));
        for (byte[] seed : seeds.seeds) {
            holds(property, seed);
        }
        long start = System.nanoTime();
        int inputs = 0;
        int taken = 0;
        for (; inputs < INPUTS && System.nanoTime() - start < NANOS; inputs++) {
            taken += holds(property, seeds.changed()) ? 1 : 0;
        }
        assertThat(taken).isGreaterThanOrEqualTo(inputs / LEAST_TAKEN);
    }

    private static boolean holds(Property property, byte[] input) {
        try {
            return property.holds(input);
        } catch (Exception | AssertionError | StackOverflowError e) {
            throw new AssertionError("input: " + ByteBufUtil.hexDump(input), e);
        }
    }

    /** The seeds of a target; at least one. */
    static List<byte[]> read(Class<?> test, String target) throws Exception {
        String folder = test.getSimpleName() + "Inputs/" + target;
        URI uri = assertThat(test.getResource(folder))
                .as(folder)
                .isNotNull()
                .actual()
                .toURI();
        try (Stream<Path> files = Files.list(Path.of(uri))) {
            return files.sorted().map(Seeds::bytes).toList();
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new AssertionError(file.toString(), e);
        }
    }

    private byte[] changed() {
        List<Byte> bytes = new ArrayList<>();
        for (byte b : any()) {
            bytes.add(b);
        }
        for (int left = 1 + random.nextInt(3); left > 0; left--) {
            change(bytes);
        }
        byte[] made = new byte[bytes.size()];
        for (int i = 0; i < made.length; i++) {
            made[i] = bytes.get(i);
        }
        return made;
    }

    private void change(List<Byte> bytes) {
        int at = random.nextInt(bytes.size() + 1);
        int end = Math.min(bytes.size(), at + 1 + random.nextInt(1 + random.nextInt(12)));
        switch (random.nextInt(6)) {
            case 0 -> bytes.add(at, (byte) HOSTILE.charAt(random.nextInt(HOSTILE.length())));
            case 1 -> bytes.add(at, (byte) random.nextInt(256));
            case 2 -> bytes.subList(at, end).clear();
            case 3 -> bytes.addAll(at, List.copyOf(bytes.subList(at, end)));
            case 4 -> {
                if (at < bytes.size()) {
                    bytes.set(at, (byte) HOSTILE.charAt(random.nextInt(HOSTILE.length())));
                }
            }
            default -> {
                byte[] other = any();
                int from = random.nextInt(other.length + 1);
                int to = Math.min(other.length, from + 1 + random.nextInt(16));
                for (byte b : Arrays.copyOfRange(other, from, to)) {
                    bytes.add(Math.min(at, bytes.size()), b);
                    at++;
                }
            }
        }
    }

    private byte[] any() {
        return seeds.get(random.nextInt(seeds.size()));
    }
}
