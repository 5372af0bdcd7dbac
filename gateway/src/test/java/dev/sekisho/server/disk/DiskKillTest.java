package dev.sekisho.server.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policy.BlobStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process that writes without pause is killed at a random moment, again and again. */
class DiskKillTest {

    private static final int KILLS = 50;
    private static final long LIMIT = TimeUnit.SECONDS.toNanos(Long.getLong("sekisho.kill.seconds", 90)); // for all
    private static final int KEYS = 60;
    private static final int WARM = 20; // operations: the first ones take long, since classes are loaded
    private static final long MAX = 4 * Disk.MIB;

    @TempDir
    Path folder;

    /** What is killed: it waits for a line, then writes; what it removed it tells once that is written. */
    static final class Writing {

        private Writing() {}

        public static void main(String[] arguments) throws IOException {
            Random random = new Random(Long.parseLong(arguments[1]));
            if (System.in.read() < 0) {
                return;
            }
            try (Disk disk = new Disk(Path.of(arguments[0]), MAX).ready()) {
                for (int i = 0; i < 1_000_000; i++) {
                    if (i == WARM) {
                        System.out.println("ready");
                    }
                    step(disk, random, random.nextInt(KEYS), arguments[1] + "-" + i);
                }
            }
        }

        private static void step(Disk disk, Random random, int key, String version) {
            switch (random.nextInt(6)) {
                case 0 -> disk.store().update(Disk.key("k" + key), metadata(key, version), BlobStore.NEVER);
                case 1 -> disk.store().remove(Disk.key("k" + key));
                case 2 -> {
                    String once = "once-" + version;
                    disk.put(once, "never seen", "x");
                    disk.store().remove(Disk.key(once));
                    disk.settle();
                    System.out.println(once);
                }
                default ->
                    disk.begin(Disk.key("k" + key), body(key), 1 + random.nextInt(60_000), random.nextBoolean())
                            .commit(metadata(key, version), BlobStore.NEVER);
            }
        }
    }

    private static byte[] metadata(int key, String version) {
        return Disk.bytes((key + " " + version + " ").repeat(20));
    }

    /** Of a length from nothing to a few blocks. */
    private static byte[] body(int key) {
        return Disk.bytes(key, key * key * 60);
    }

    private Process start(int number) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-XX:-UsePerfData",
                        "-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider",
                        "-Xmx128m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writing.class.getName(),
                        folder.toString(),
                        String.valueOf(number))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @Test
    void afterAKillEveryEntryIsWholeAndWhatWasRemovedStaysGone() throws Exception {
        long end = System.nanoTime() + LIMIT;
        Random random = new Random(7);
        List<Process> processes = new ArrayList<>();
        Set<String> removed = new HashSet<>();
        int kills = 0;
        int seen = 0;
        try {
            processes.add(start(0));
            while (kills < KILLS && System.nanoTime() - end < 0) {
                processes.add(start(kills + 1)); // comes up meanwhile
                kill(processes.get(kills), random, removed);
                kills++;
                seen += check(removed);
            }
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
        System.out.printf("killed %d times, %d entries compared%n", kills, seen);
        assertThat(kills).isGreaterThanOrEqualTo(5); // on a busy machine; 50 else
        assertThat(seen).isGreaterThan(kills * 10);
        assertThat(removed).isNotEmpty();
    }

    private static void kill(Process process, Random random, Set<String> removed) throws Exception {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        try (BufferedReader told = process.inputReader(StandardCharsets.UTF_8)) {
            String line = told.readLine();
            while (line.startsWith("once-")) {
                removed.add(line);
                line = told.readLine();
            }
            assertThat(line).isEqualTo("ready");
            TimeUnit.MILLISECONDS.sleep(random.nextInt(150)); // the random moment
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            String text = told.lines().toList().stream().reduce("", (a, b) -> a + b + "\n");
            removed.addAll(text.lines().filter(each -> each.startsWith("once-")).toList());
        } catch (java.io.UncheckedIOException e) {
            assertThat(e).hasMessageContaining("Stream closed"); // the process ended between two reads
        }
    }

    private int check(Set<String> removed) throws IOException {
        int seen = 0;
        try (Disk disk = new Disk(folder, MAX).ready()) {
            assertThat(disk.stats().damaged())
                    .as("a kill leaves a torn end, nothing else")
                    .isZero();
            assertThat(disk.all().keySet()).noneMatch(removed::contains);
            for (int key = 0; key < KEYS; key++) {
                Disk.Blob blob = disk.get("k" + key).orElse(null);
                if (blob != null) {
                    seen++;
                    assertThat(blob.body()).isEqualTo(body(key));
                    String version = new String(blob.metadata(), StandardCharsets.UTF_8).split(" ")[1];
                    assertThat(blob.metadata()).isEqualTo(metadata(key, version));
                }
            }
            assertThat(disk.stats().damaged()).isZero();
        }
        assertThat(Files.list(folder).toList()).hasSizeLessThan(40);
        return seen;
    }
}
