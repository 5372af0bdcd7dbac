package dev.sekisho.server.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.policy.BlobStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskFolderTest {

    @TempDir
    Path temporary;

    private Path folder = Path.of("");

    @BeforeEach
    void name() {
        folder = temporary.resolve("made/by/the/store");
    }

    private Disk disk() {
        return new Disk(folder, 16 * Disk.MIB).ready();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private Path segment() throws IOException {
        return files().stream()
                .filter(file -> file.toString().endsWith(".segment"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void directoryAndFilesAreForTheirOwnerAlone() throws IOException {
        try (Disk disk = disk()) {
            disk.put("a", "m", "text");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                    .isEqualTo("rwx------");
            assertThat(files())
                    .hasSize(2)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void noKeyBecomesPartOfAPath() throws IOException {
        try (Disk disk = disk()) {
            disk.put("../../../escaped", "m", "text");
            disk.put("/etc/passwd\0", "m", "text");
            assertThat(disk.get("../../../escaped")).isPresent();
            assertThat(files())
                    .extracting(file -> file.getFileName().toString())
                    .containsExactly("0000000000000001.segment", "lock");
        }
    }

    @Test
    void aDirectoryThatEverybodyMayWriteIntoOrThatIsAFileIsRefused() throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> Folder.of(folder))
                .hasMessage("directory: " + folder + " (expected: one that not everybody may write into)");
        Path file = Files.writeString(temporary.resolve("file"), "text");
        assertThatThrownBy(() -> Folder.of(file)).hasMessageContaining("(expected: a directory;");
    }

    @Test
    void filesOfOthersStayAndLinksAreNotFollowed() throws IOException {
        Files.createDirectories(folder);
        Path outside = Files.write(temporary.resolve("outside"), Disk.bytes(1, 5000));
        List<Path> foreign = List.of(
                Files.writeString(folder.resolve("notes.txt"), "mine"),
                Files.writeString(folder.resolve("0000000000000007.segment"), "not of the store, but named so"),
                Files.createSymbolicLink(folder.resolve("0000000000000001.segment"), outside),
                Files.createDirectory(folder.resolve("0000000000000002.segment")));
        try (Disk disk = disk()) {
            disk.put("a", "m", "text");
            assertThat(folder.resolve("0000000000000008.segment"))
                    .as("a number that is free")
                    .exists();
        }
        try (Disk disk = disk()) {
            assertThat(disk.all()).containsOnlyKeys("a");
        }
        assertThat(foreign).allMatch(file -> Files.exists(file));
        assertThat(foreign.get(1)).hasContent("not of the store, but named so");
        assertThat(Files.readAllBytes(outside)).isEqualTo(Disk.bytes(1, 5000));
    }

    @Test
    void aLockThatIsALinkIsNotFollowed() throws IOException {
        Files.createDirectories(folder);
        Path outside = Files.writeString(temporary.resolve("outside"), "text");
        Files.createSymbolicLink(folder.resolve("lock"), outside);
        try (Disk disk = new Disk(folder, 16 * Disk.MIB)) {
            Disk.await(() -> disk.stats().readErrors() == 1);
            assertThat(disk.core().isReady()).isFalse();
        }
        assertThat(outside).hasContent("text");
    }

    @Test
    void aSegmentOfAnotherVersionIsDeletedUnread() throws IOException {
        try (Disk disk = disk()) {
            disk.put("a", "m", "text");
        }
        Path file = segment();
        byte[] bytes = Files.readAllBytes(file);
        bytes[11] = 2; // the version
        Files.write(file, bytes);
        try (Disk disk = disk()) {
            assertThat(disk.all()).isEmpty();
            assertThat(file).doesNotExist();
            disk.put("a", "m", "again");
        }
    }

    /** A copy of another number would bring back what was removed in the one that it was made of. */
    @Test
    void aSegmentUnderAnotherNumberIsNotRead() throws IOException {
        try (Disk disk = disk()) {
            disk.put("a", "m", "text");
        }
        Files.copy(segment(), folder.resolve("00000000000000ff.segment"));
        try (Disk disk = disk()) {
            assertThat(disk.stats().segments()).isEqualTo(1);
            assertThat(disk.all()).containsOnlyKeys("a");
        }
    }

    @Test
    void aFlippedByteInABodyIsFoundWhenItIsReadAndTheEntryGoes() throws IOException {
        byte[] body = Disk.bytes(1, 200_000);
        try (Disk disk = disk()) {
            disk.put(Disk.key("a"), "m", body, 1 << 14, true);
            disk.put("b", "m", "text");
        }
        Path file = segment();
        byte[] bytes = Files.readAllBytes(file);
        bytes[100_000] ^= 1;
        Files.write(file, bytes);
        try (Disk disk = disk()) {
            assertThat(disk.store().has(Disk.key("a"))).isTrue();
            assertThat(disk.get("a")).isEmpty();
            assertThat(disk.store().has(Disk.key("a"))).isFalse();
            assertThat(disk.stats().damaged()).isEqualTo(1);
            assertThat(disk.get("b")).isPresent();
        }
        try (Disk disk = disk()) {
            assertThat(disk.all()).containsOnlyKeys("b");
        }
    }

    @Test
    void aFileCutUnderAReaderIsFoundToo() throws IOException {
        try (Disk disk = disk()) {
            disk.put(Disk.key("a"), "m", Disk.bytes(1, 200_000), 1 << 14, true);
            byte[] bytes = Files.readAllBytes(segment());
            Files.write(segment(), Arrays.copyOf(bytes, 90_000));
            assertThat(disk.get("a")).isEmpty();
            assertThat(disk.stats().damaged()).isEqualTo(1);
        }
    }

    /** Two writers in one directory would write over one another. */
    @Test
    void asLongAsAnotherHasTheDirectoryNothingIsKeptThereAndThenItGoesOn() {
        try (Disk first = disk()) {
            first.put("a", "m", "text");
            try (Disk second = new Disk(folder, 16 * Disk.MIB)) {
                second.begin(Disk.key("b"), Disk.bytes("text"), 9, true).commit(new byte[0], BlobStore.NEVER);
                assertThat(second.core().isReady()).isFalse();
                assertThat(second.stats().dropped()).isEqualTo(1);
            }
            Disk third = new Disk(folder, 16 * Disk.MIB);
            first.put("c", "m", "text");
            first.core().close();
            third.ready();
            assertThat(third.all()).containsOnlyKeys("a", "c");
            third.close();
        }
    }
}
