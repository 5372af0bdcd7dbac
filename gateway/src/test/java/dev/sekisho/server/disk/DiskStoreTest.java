package dev.sekisho.server.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.policy.BlobKey;
import dev.sekisho.policy.BlobStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskStoreTest {

    @TempDir
    Path folder;

    private Disk disk() {
        return new Disk(folder, 16 * Disk.MIB).ready();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 511, 65_535, 65_536, 65_537, 131_072, 1_000_000})
    void aBodyComesBackByteForByteHoweverItWasCutAndAfterARestart(int length) {
        byte[] body = Disk.bytes(length, length);
        try (Disk disk = disk()) {
            disk.put(Disk.key("known"), "m", body, 1 << 14, true);
            disk.put(Disk.key("unknown"), "n", body, 999, false);
            assertThat(disk.get("known"))
                    .hasValueSatisfying(blob -> assertThat(blob.body()).isEqualTo(body));
            assertThat(disk.get("unknown"))
                    .hasValueSatisfying(blob -> assertThat(blob.body()).isEqualTo(body));
            assertThat(disk.core().pending()).as("memory given back").isZero();
        }
        try (Disk disk = disk()) {
            assertThat(disk.get("known"))
                    .hasValueSatisfying(blob -> assertThat(blob.body()).isEqualTo(body));
            assertThat(disk.get("unknown")).hasValueSatisfying(blob -> {
                assertThat(blob.body()).isEqualTo(body);
                assertThat(blob.metadata()).isEqualTo(Disk.bytes("n"));
            });
        }
    }

    @Test
    void aRangeIsReadWithoutTheRest() {
        byte[] body = Disk.bytes(1, 300_000);
        try (Disk disk = disk()) {
            disk.put(Disk.key("a"), "m", body, 1 << 14, true);
            disk.put(Disk.key("b"), "m", Disk.bytes("0123456789"), 3, true);
            for (int[] range : new int[][] {{0, 1}, {65_535, 2}, {65_536, 65_536}, {70_000, 200_000}, {299_999, 1}}) {
                BlobStore.Reader reader = disk.open(Disk.key("a"));
                reader.range(range[0], range[1]);
                assertThat(reader.remaining()).isEqualTo(range[1]);
                byte[] wanted = java.util.Arrays.copyOfRange(body, range[0], range[0] + range[1]);
                assertThat(disk.rest(reader)).hasValue(wanted);
            }
            BlobStore.Reader reader = disk.open(Disk.key("b"));
            assertThatThrownBy(() -> reader.range(8, 3)).hasMessage("range: 3 bytes from 8 (expected: within 10)");
            reader.range(3, 4);
            assertThat(disk.rest(reader)).hasValue(Disk.bytes("3456"));
        }
    }

    @Test
    void aWriteReplacesWhatWasThereOnlyOnceItIsWhole() {
        try (Disk disk = disk()) {
            disk.put("a", "1", "one");
            BlobStore.Writer writer = disk.begin(Disk.key("a"), Disk.bytes(1, 200_000), 1000, false);
            disk.settle();
            assertThat(disk.get("a").orElseThrow().text()).isEqualTo("1:one");
            writer.abort();
            writer.commit(Disk.bytes("late"), BlobStore.NEVER);
            disk.settle();
            assertThat(disk.get("a").orElseThrow().text()).isEqualTo("1:one");
            disk.put("a", "2", "two");
            assertThat(disk.get("a").orElseThrow().text()).isEqualTo("2:two");
            assertThat(disk.stats().entries()).isEqualTo(1);
            assertThat(disk.core().pending()).isZero();
        }
    }

    @Test
    void aBodyOfAnotherLengthThanSaidOrTooLongIsDropped() {
        try (Disk disk = disk()) {
            BlobStore.Writer shorter = disk.store().write(Disk.key("a"), 10);
            shorter.write(io.netty.buffer.Unpooled.wrappedBuffer(new byte[9]));
            shorter.commit(new byte[0], BlobStore.NEVER);
            BlobStore.Writer longer = disk.store().write(Disk.key("a"), 10);
            assertThat(longer.write(io.netty.buffer.Unpooled.wrappedBuffer(new byte[11])))
                    .isFalse();
            longer.commit(new byte[0], BlobStore.NEVER);
            disk.put(Disk.key("a"), "m", new byte[(int) (4 * Disk.MIB) + 1], 1 << 16, false);
            disk.put(Disk.key("a"), "m", new byte[(int) (4 * Disk.MIB) + 1], 1 << 16, true);
            disk.settle();
            assertThat(disk.get("a")).isEmpty();
            assertThat(disk.stats().dropped()).isEqualTo(4);
            assertThat(disk.core().pending()).isZero();
            disk.put(Disk.key("a"), "m", new byte[(int) (4 * Disk.MIB)], 1 << 16, false);
            assertThat(disk.get("a")).isPresent();
        }
    }

    @Test
    void revalidationChangesMetadataAndKeepsTheBodyOverARestart() {
        byte[] body = Disk.bytes(3, 150_000);
        try (Disk disk = disk()) {
            disk.put(Disk.key("long"), "old", body, 5000, true);
            disk.put("short", "old", "text");
            disk.store().update(Disk.key("long"), Disk.bytes("new"), BlobStore.NEVER);
            disk.store().update(Disk.key("short"), Disk.bytes("newer"), BlobStore.NEVER);
            disk.store().update(Disk.key("absent"), Disk.bytes("new"), BlobStore.NEVER);
            disk.settle();
            assertThat(disk.get("short").orElseThrow().text()).isEqualTo("newer:text");
        }
        try (Disk disk = disk()) {
            assertThat(disk.get("short").orElseThrow().text()).isEqualTo("newer:text");
            assertThat(disk.get("long").orElseThrow().body()).isEqualTo(body);
            assertThat(disk.all()).isEqualTo(Map.of("long", "new", "short", "newer"));
        }
    }

    /** Each change takes space in the segment of the body, which only goes as a whole. */
    @Test
    void anEntryThatIsRevalidatedWithoutEndTakesNoMoreThanItsLimit() {
        try (Disk disk = new Disk(folder, Disk.MIB).ready()) {
            disk.put("a", "old", "text");
            for (int i = 0; i < 2000; i++) {
                disk.store().update(Disk.key("a"), new byte[1000], BlobStore.NEVER);
            }
            disk.settle();
            assertThat(disk.stats().bytes()).isLessThan(Disk.MIB);
            assertThat(disk.get("a")).isEmpty();
            assertThat(disk.stats().dropped()).isEqualTo(1);
            disk.put("a", "again", "text");
            assertThat(disk.get("a").orElseThrow().text()).isEqualTo("again:text");
        }
    }

    @Test
    void whatIsRemovedIsGoneAtOnceAlsoWhereItsCommitStillWaitsAndStaysGoneOverARestart() {
        try (Disk disk = disk()) {
            disk.put("a", "m", "one");
            disk.store().remove(Disk.key("a"));
            assertThat(disk.store().has(Disk.key("a"))).isFalse();
            for (int i = 0; i < 200; i++) {
                disk.begin(Disk.key("b" + i), Disk.bytes("two"), 9, true).commit(new byte[0], BlobStore.NEVER);
                disk.store().remove(Disk.key("b" + i));
                assertThat(disk.store().has(Disk.key("b" + i))).isFalse();
            }
            disk.put("c", "m", "three");
            assertThat(disk.stats().entries()).isEqualTo(1);
        }
        try (Disk disk = disk()) {
            assertThat(disk.all()).containsOnlyKeys("c");
        }
    }

    /** The old copy is in another segment; where the new one goes, it must not come back. */
    @Test
    void aReplacedBodyDoesNotComeBackWhenItsSuccessorIsRemoved() {
        try (Disk disk = new Disk(folder, 8 * Disk.MIB).ready()) {
            disk.put("stays", "m", "x");
            disk.put("a", "m", "old");
            disk.put(Disk.key("fills"), "m", new byte[300_000], 1 << 14, true); // so that the next is in another one
            disk.put("a", "m", "new");
            disk.store().remove(Disk.key("a"));
        }
        try (Disk disk = new Disk(folder, 8 * Disk.MIB).ready()) {
            assertThat(disk.stats().segments()).isGreaterThan(0);
            assertThat(disk.all()).containsOnlyKeys("stays", "fills");
        }
    }

    @Test
    void keysOfOneDigestNeverGetEachOthersBodies() {
        BlobKey one = new BlobKey(1, 2, Disk.bytes("one"));
        BlobKey two = new BlobKey(1, 2, Disk.bytes("two"));
        try (Disk disk = disk()) {
            disk.put(one, "m", Disk.bytes("first"), 9, true);
            assertThat(disk.get(two)).isEmpty();
            disk.store().update(two, Disk.bytes("wrong"), BlobStore.NEVER);
            disk.settle();
            assertThat(disk.get(one).orElseThrow().text()).isEqualTo("m:first");
            disk.put(two, "n", Disk.bytes("second"), 9, true);
            assertThat(disk.get(two).orElseThrow().text()).isEqualTo("n:second");
            assertThat(disk.get(one)).isEmpty();
        }
    }

    @Test
    void anEntryGoesWhenItsTimeHasCome() {
        AtomicLong now = new AtomicLong(1_000);
        BlobStore.Settings settings = new BlobStore.Settings(folder, 16 * Disk.MIB, Disk.MIB, Duration.ofSeconds(1));
        try (Disk disk = new Disk(settings, Channels.SYSTEM, () -> Instant.ofEpochMilli(now.get())).ready()) {
            disk.begin(Disk.key("a"), Disk.bytes("x"), 9, true).commit(new byte[0], 2_000);
            disk.settle();
            assertThat(disk.store().has(Disk.key("a"))).isTrue();
            now.set(2_000);
            assertThat(disk.store().has(Disk.key("a"))).isFalse();
            assertThat(disk.get("a")).isEmpty();
            now.set(1_000);
            disk.put("unused", "m", "x");
            Disk.await(() -> disk.stats().entries() == 0);
            assertThat(disk.stats().expired()).isEqualTo(2);
        }
    }

    @Test
    void settingsOutOfBoundsAreRefusedWithWhatIsExpected() {
        Duration hour = Duration.ofHours(1);
        assertThatThrownBy(() -> new BlobStore.Settings(folder, 1000, 1, hour))
                .hasMessage("max-bytes: 1000 (expected: >= 1048576)");
        assertThatThrownBy(() -> new BlobStore.Settings(folder, Disk.MIB, Disk.MIB, hour))
                .hasMessageStartingWith("max-entry: 1048576 (expected: 1 to a quarter");
        assertThatThrownBy(() -> new BlobStore.Settings(folder, Disk.MIB, 1, Duration.ZERO))
                .hasMessage("inactive: PT0S (expected: 1s to ten years)");
        assertThatThrownBy(() -> new BlobKey(0, 0, new byte[65_537]))
                .hasMessage("key: 65537 bytes (expected: <= 65536)");
    }
}
