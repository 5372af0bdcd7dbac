package dev.sekisho.server.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policy.BlobStore;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random operations against a map, then a crash that leaves the files in one way or another, and all of it again. */
class DiskOracleTest {

    private static final int KEYS = 12;
    private static final long MAX = 3 * Disk.MIB;
    private static final int RUNS = 25;
    private static final int OPERATIONS = 60;

    @TempDir
    Path folder;

    /** What a crash, or a bad disk, does to a file. */
    enum Damage {
        NONE,
        TRUNCATED,
        FLIPPED,
        ZEROS_BEHIND,
        RUBBISH_BEHIND,
        ZEROED_TAIL,
        FILE_LOST
    }

    /** What is under a key: which body, and which metadata it has by now. */
    private record Value(int body, int metadata) {
        static Value read(Disk.Blob blob) {
            String[] numbers = new String(blob.metadata(), StandardCharsets.UTF_8).split("/");
            return new Value(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1].trim()));
        }

        byte[] metadataBytes() {
            return Disk.bytes(body + "/" + metadata + " ".repeat(metadata % 300));
        }

        byte[] bodyBytes() {
            Random random = new Random(body);
            return Disk.bytes(body, random.nextInt(4) == 0 ? random.nextInt(200_000) : random.nextInt(2_000));
        }
    }

    private final Map<Integer, Value> oracle = new HashMap<>();
    private final Map<Integer, List<Value>> ever = new HashMap<>();
    private int versions;

    @ParameterizedTest
    @EnumSource(Damage.class)
    void whatIsReadAfterACrashIsWhatWasWrittenByteForByte(Damage damage) throws IOException {
        for (int run = 0; run < RUNS; run++) {
            Random random = new Random(run * 31L + damage.ordinal());
            Path directory = Files.createDirectory(folder.resolve("run" + run));
            oracle.clear();
            ever.clear();
            for (int crash = 0; crash < 3; crash++) {
                Path next = Files.createDirectory(folder.resolve("run" + run + "-" + crash));
                boolean whole;
                try (Disk disk = new Disk(directory, MAX).ready()) {
                    check(disk, damage, crash > 0, "run " + run + ", crash " + crash);
                    for (int i = 0; i < OPERATIONS; i++) {
                        operate(disk, random);
                    }
                    disk.settle();
                    copy(directory, next); // as a killed process leaves them
                    whole = disk.stats().evicted() == 0 && disk.stats().dropped() == 0;
                    if (crash == 0 || damage == Damage.NONE) {
                        assertThat(disk.stats().damaged()).as("run %d", run).isZero();
                    }
                    if (whole) {
                        assertThat(read(disk)).as("run %d", run).isEqualTo(oracle);
                    }
                }
                if (whole && damage == Damage.NONE) {
                    try (Disk disk = new Disk(next, MAX).ready()) {
                        assertThat(read(disk))
                                .as("run %d, crash %d", run, crash)
                                .isEqualTo(oracle);
                    }
                }
                harm(next, damage, random);
                directory = next;
            }
        }
    }

    private void operate(Disk disk, Random random) {
        int key = random.nextInt(KEYS);
        Value before = oracle.get(key);
        switch (random.nextInt(8)) {
            case 0 -> {
                disk.store().remove(Disk.key("k" + key));
                oracle.remove(key);
            }
            case 1, 2 -> {
                if (before != null) {
                    Value changed = new Value(before.body, ++versions);
                    disk.store().update(Disk.key("k" + key), changed.metadataBytes(), BlobStore.NEVER);
                    put(key, changed);
                }
            }
            case 3 -> {
                Value never = new Value(++versions, 0);
                disk.begin(Disk.key("k" + key), never.bodyBytes(), 5_000, false).abort();
            }
            default -> {
                Value fresh = new Value(++versions, ++versions);
                disk.begin(Disk.key("k" + key), fresh.bodyBytes(), 1 + random.nextInt(70_000), random.nextBoolean())
                        .commit(fresh.metadataBytes(), BlobStore.NEVER);
                put(key, fresh);
            }
        }
    }

    private void put(int key, Value value) {
        oracle.put(key, value);
        ever.computeIfAbsent(key, k -> new ArrayList<>()).add(value);
    }

    /** A file that ends too early may lack a removal, so an earlier value may show; otherwise nothing but the last. */
    private void check(Disk disk, Damage damage, boolean crashed, String where) {
        Map<Integer, Value> read = read(disk);
        boolean earlier = damage == Damage.TRUNCATED || damage == Damage.ZEROED_TAIL;
        read.forEach((key, value) -> {
            if (crashed && earlier) {
                assertThat(ever.get(key)).as(where).contains(value);
            } else {
                assertThat(value).as(where).isEqualTo(oracle.get(key));
            }
        });
        oracle.clear();
        oracle.putAll(read);
    }

    private static Map<Integer, Value> read(Disk disk) {
        Map<Integer, Value> read = new TreeMap<>();
        for (int key = 0; key < KEYS; key++) {
            Optional<Disk.Blob> blob = disk.get("k" + key);
            if (blob.isPresent()) {
                Value value = Value.read(blob.get());
                assertThat(blob.get().metadata()).isEqualTo(value.metadataBytes());
                assertThat(blob.get().body()).isEqualTo(value.bodyBytes());
                read.put(key, value);
            }
        }
        return read;
    }

    private static List<Path> segments(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".segment"))
                    .sorted()
                    .toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        for (Path file : segments(from)) {
            Files.copy(file, to.resolve(file.getFileName()));
        }
    }

    private static void harm(Path directory, Damage damage, Random random) throws IOException {
        List<Path> files = segments(directory);
        if (files.isEmpty() || damage == Damage.NONE) {
            return;
        }
        Path file = files.get(random.nextInt(files.size()));
        if (damage == Damage.FILE_LOST) {
            Files.delete(file);
            return;
        }
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            long length = bytes.length();
            long at = Math.floorMod(random.nextLong(), length);
            switch (damage) {
                case TRUNCATED -> bytes.setLength(at);
                case ZEROS_BEHIND -> bytes.setLength(length + 1 + random.nextInt(20_000));
                case RUBBISH_BEHIND -> {
                    bytes.seek(length);
                    bytes.write(Disk.bytes(at, 1 + random.nextInt(500)));
                }
                case ZEROED_TAIL -> {
                    bytes.setLength(at);
                    bytes.setLength(length);
                }
                default -> {
                    bytes.seek(at);
                    int old = bytes.read();
                    bytes.seek(at);
                    bytes.write(old ^ (1 << random.nextInt(8)));
                }
            }
        }
    }
}
