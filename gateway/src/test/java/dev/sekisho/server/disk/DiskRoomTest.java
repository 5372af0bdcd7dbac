package dev.sekisho.server.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.policy.BlobStore;
import dev.sekisho.telemetry.metrics.MetricsPage;
import dev.sekisho.telemetry.metrics.MetricsRegistry;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskRoomTest {

    @TempDir
    Path folder;

    private static void put(DiskStore store, String key) {
        BlobStore.Writer writer = store.write(Disk.key(key), -1);
        writer.write(Unpooled.wrappedBuffer(new byte[1000]));
        writer.commit(Disk.bytes("m"), BlobStore.NEVER);
    }

    @Test
    void aReloadFindsTheSameStoreWithItsNewLimits() {
        try (DiskRoom room = new DiskRoom()) {
            DiskStore before = room.open(Disk.settings(folder, 16 * Disk.MIB));
            Disk.await(before.core()::isReady);
            put(before, "a");
            Disk.await(() -> before.stats().entries() == 1);
            Path same = folder.resolve("x/..");
            assertThat(folder.resolve("x").toFile().mkdir()).isTrue();
            DiskStore after = room.open(new BlobStore.Settings(same, 8 * Disk.MIB, 500, Duration.ofHours(1)));
            assertThat(after.core()).isSameAs(before.core());
            assertThat(after.has(Disk.key("a"))).isTrue();
            put(after, "b");
            Disk.await(() -> before.stats().dropped() == 1);
            assertThat(room.stats()).containsOnlyKeys(folder.toString());
        }
    }

    @Test
    void whatWaitsIsWrittenWhenTheRoomEnds() {
        DiskRoom room = new DiskRoom();
        DiskStore store = room.open(Disk.settings(folder, 16 * Disk.MIB));
        Disk.await(store.core()::isReady);
        for (int i = 0; i < 200; i++) {
            put(store, "k" + i);
        }
        room.close();
        assertThat(store.has(Disk.key("k0"))).isFalse();
        put(store, "late");
        assertThat(store.open(Disk.key("k0"), Runnable::run, new NoOpening())).isFalse();
        assertThatThrownBy(() -> room.open(Disk.settings(folder, 16 * Disk.MIB)))
                .hasMessage("disk: closed (expected: a gateway that runs)");
        try (Disk disk = new Disk(folder, 16 * Disk.MIB).ready()) {
            assertThat(disk.all()).hasSize(200);
        }
    }

    private static final class NoOpening implements BlobStore.Opening {
        @Override
        public void opened(BlobStore.Reader reader) {
            reader.close();
        }

        @Override
        public void missing() {}
    }

    /** Directories and threads would pile up over reloads otherwise. */
    @Test
    void aDirectoryThatNobodyHoldsClosesAndCanBeOpenedAgain() throws Exception {
        try (DiskRoom room = new DiskRoom()) {
            DiskCore core = room.open(Disk.settings(folder, 16 * Disk.MIB)).core();
            for (int i = 0; i < 1000 && !room.stats().isEmpty(); i++) {
                System.gc();
                TimeUnit.MILLISECONDS.sleep(10);
            }
            assertThat(room.stats()).isEmpty();
            DiskStore again = room.open(Disk.settings(folder, 16 * Disk.MIB));
            Disk.await(again.core()::isReady);
            assertThat(again.core()).isNotSameAs(core);
            assertThat(core.await(60_000)).isTrue();
        }
    }

    @Test
    void theMetricsPageShowsEachDirectory() throws Exception {
        MetricsRegistry registry = new MetricsRegistry(1);
        try (DiskRoom room = new DiskRoom()) {
            DiskFamilies.addTo(registry, room);
            DiskStore store = room.open(Disk.settings(folder, 16 * Disk.MIB));
            Disk.await(store.core()::isReady);
            put(store, "a");
            Disk.await(() -> store.stats().entries() == 1);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            new MetricsPage(registry).render("").writeTo(out);
            String page = out.toString(StandardCharsets.UTF_8);
            String directory = "{directory=\"" + folder.toRealPath() + "\"";
            assertThat(page)
                    .contains("api_gateway_disk_entries" + directory + "} 1")
                    .contains("api_gateway_disk_segments" + directory + "} 1")
                    .contains("api_gateway_disk_bytes" + directory + "} "
                            + Files.size(folder.resolve("0000000000000001.segment")))
                    .contains("api_gateway_disk_writes_total" + directory + ",result=\"written\"} 1")
                    .contains("api_gateway_disk_reads_total" + directory + ",result=\"busy\"} 0")
                    .contains("api_gateway_disk_removed_total" + directory + ",reason=\"damage\"} 0")
                    .contains("api_gateway_disk_errors_total" + directory + ",operation=\"write\"} 0");
        }
    }
}
