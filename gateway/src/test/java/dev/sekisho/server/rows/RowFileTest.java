package dev.sekisho.server.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.policy.KeptRow;
import dev.sekisho.policy.KeptRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowFileTest {

    private static final int WIDTH = 3;

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("counts");
    }

    private static void add(KeptRows rows, String name, int place, long more) {
        KeptRow row = rows.row(name);
        row.numbers().addAndGet(place, more);
        rows.changed(row);
    }

    private static long[] numbers(KeptRows rows, String name) {
        long[] numbers = new long[WIDTH];
        for (int i = 0; i < WIDTH; i++) {
            numbers[i] = rows.row(name).numbers().get(i);
        }
        return numbers;
    }

    private static void await(String text, Path file) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (!Files.readString(file).contains(text)) {
            assertThat(System.nanoTime()).as("waited in vain for " + text).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    @Test
    void anOrderlyEndLosesNothing() {
        try (RowFiles files = new RowFiles()) {
            KeptRows rows = files.open(file(), WIDTH);
            assertThat(files.open(folder.resolve("x/../counts"), WIDTH)).isSameAs(rows);
            add(rows, "shop", 0, 5);
            add(rows, "shop", 2, Long.MIN_VALUE + 7);
            add(rows, "a name with spaces", 1, 1);
        }
        try (RowFiles files = new RowFiles()) {
            KeptRows rows = files.open(file(), WIDTH);
            assertThat(numbers(rows, "a name with spaces")).containsExactly(0, 1, 0);
            assertThat(numbers(rows, "shop")[0]).isEqualTo(5);
            assertThat(numbers(rows, "other")).containsExactly(0, 0, 0);
        }
    }

    @Test
    void aFileThatCannotBeUsedCanBeOnceItIsMended() throws IOException {
        Files.createDirectory(file());
        try (RowFiles files = new RowFiles()) {
            assertThatThrownBy(() -> files.open(file(), WIDTH)).hasMessageStartingWith("file: " + file());
            Files.delete(file());
            add(files.open(file(), WIDTH), "shop", 0, 5);
        }
        assertThat(Files.readString(file())).contains("5 0 0 shop");
    }

    /** A copy of the file at any moment is what a crash leaves. */
    @Test
    void aChangeIsOnTheDiskWithinAboutASecondAndWhatCameLaterDoesNotUndoIt() throws Exception {
        try (RowFiles files = new RowFiles()) {
            KeptRows rows = files.open(file(), WIDTH);
            add(rows, "first", 0, 0xabc);
            await("abc 0 0 first", file());
            add(rows, "first", 1, 0xdef);
            await("abc def 0 first", file());
            Path copy = Files.copy(file(), folder.resolve("copy"));
            try (RowFiles others = new RowFiles()) {
                assertThat(numbers(others.open(copy, WIDTH), "first")).containsExactly(0xabc, 0xdef, 0);
            }
        }
    }

    @Test
    void aFileThatIsCutAnywhereOrDamagedGivesWholeLinesOnly() throws IOException {
        try (RowFiles files = new RowFiles()) {
            KeptRows rows = files.open(file(), WIDTH);
            for (int i = 1; i <= 20; i++) {
                add(rows, "row" + i, 0, 1_000 + i);
            }
        }
        byte[] whole = Files.readAllBytes(file());
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            byte[] hurt = java.util.Arrays.copyOf(whole, round % 2 == 0 ? random.nextInt(whole.length) : whole.length);
            if (round % 2 == 1) {
                hurt[random.nextInt(hurt.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Path damaged = Files.write(folder.resolve("damaged" + round), hurt);
            int there = 0;
            try (RowFiles files = new RowFiles()) {
                KeptRows rows = files.open(damaged, WIDTH);
                for (int i = 1; i <= 20; i++) {
                    long[] numbers = numbers(rows, "row" + i);
                    assertThat(numbers[0]).as("round " + round).isIn(0L, 1_000L + i);
                    there += numbers[0] == 0 ? 0 : 1;
                }
            }
            assertThat(there).isGreaterThanOrEqualTo(round % 2 == 1 ? 18 : 0);
        }
    }

    @Test
    void aLineBehindATornOneCounts() throws IOException {
        try (RowFiles files = new RowFiles()) {
            add(files.open(file(), WIDTH), "kept", 0, 3);
        }
        Files.writeString(file(), "12345678 5 0 0 to", StandardOpenOption.APPEND);
        try (RowFiles files = new RowFiles()) {
            add(files.open(file(), WIDTH), "next", 0, 4);
        }
        try (RowFiles files = new RowFiles()) {
            KeptRows rows = files.open(file(), WIDTH);
            assertThat(numbers(rows, "kept")[0]).isEqualTo(3);
            assertThat(numbers(rows, "next")[0]).isEqualTo(4);
        }
        assertThat(Files.readString(file())).doesNotContain("12345678");
    }

    @Test
    void aFileThatHasGrownIsReplaced() throws IOException {
        StringBuilder lines = new StringBuilder();
        KeptRow row = new KeptRow("r", WIDTH);
        while (lines.length() < 2 << 20) {
            row.numbers().incrementAndGet(0);
            RowLine.write(lines, row.name(), row.numbers());
        }
        Files.writeString(file(), lines);
        try (RowFiles files = new RowFiles()) {
            assertThat(numbers(files.open(file(), WIDTH), "r")[0])
                    .isEqualTo(row.numbers().get(0));
            assertThat(Files.size(file())).isLessThan(100);
        }
    }

    @Test
    void oneGatewayAtATime() {
        try (RowFiles files = new RowFiles();
                RowFiles others = new RowFiles()) {
            files.open(file(), WIDTH);
            assertThatThrownBy(() -> others.open(file(), WIDTH))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "file: " + file() + ": in use by another gateway (expected: a file that can be written)");
        }
    }

    @Test
    void aFolderThatIsNotThereIsTold() {
        try (RowFiles files = new RowFiles()) {
            assertThatThrownBy(() -> files.open(folder.resolve("none/counts"), WIDTH))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("file: " + folder.resolve("none/counts"));
        }
    }
}
