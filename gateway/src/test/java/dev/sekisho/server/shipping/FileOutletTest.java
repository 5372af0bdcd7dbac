package dev.sekisho.server.shipping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sekisho.policy.LogDestination;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Records in a file. */
@Timeout(120)
class FileOutletTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void recordsAreLinesAtTheEndThatOnlyOwnerAndGroupRead() throws Exception {
        Path file = folder.resolve("a.log");
        for (String record : List.of("one", "two")) {
            try (Rig rig = new Rig(new LogDestination.File(file), Rig.PATIENT)) {
                rig.ship(record);
            }
        }
        assertThat(lines(file)).containsExactly("one", "two");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .startsWith("rw-")
                .endsWith("---");
    }

    @Test
    void afterAReopeningTheyGoToANewFile() throws Exception {
        Path file = folder.resolve("a.log");
        Path old = folder.resolve("a.log.1");
        try (Rig rig = new Rig(new LogDestination.File(file), Rig.PATIENT)) {
            rig.ship("before");
            Rig.await("the first", () -> !lines(file).isEmpty());
            Files.move(file, old);
            rig.room.reopen();
            rig.ship("after");
            Rig.await("the second", () -> lines(file).contains("after"));
        }
        assertThat(lines(old)).containsExactly("before");
        assertThat(lines(file)).containsExactly("after");
    }

    @Test
    void aFileThatCannotBeOpenedAnewStays() throws Exception {
        Path place = Files.createDirectory(folder.resolve("place"));
        try (Rig rig = new Rig(new LogDestination.File(place.resolve("a.log")), Rig.PATIENT)) {
            Path moved = folder.resolve("moved");
            Files.move(place, moved);
            assertThatThrownBy(rig.room::reopen).isInstanceOf(IOException.class);
            rig.ship("kept");
            Rig.await("the line", () -> lines(moved.resolve("a.log")).contains("kept"));
        }
    }

    @Test
    void refusesAFileThatCannotBeOpened() {
        try (LogRoom room = new LogRoom(1, java.util.Map.of())) {
            Path file = folder.resolve("no/such.log");
            assertThatThrownBy(() -> room.open(new LogDestination.File(file), Rig.PATIENT))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("file.path: " + file
                            + " cannot be opened (NoSuchFileException; expected: a file that may be written)");
        }
    }

    @Test
    void aFullDiskCostsRecordsAndNothingElse() throws Exception {
        Path full = Path.of("/dev/full");
        assumeThat(Files.exists(full)).as("/dev/full is there").isTrue();
        try (Rig rig = new Rig(new LogDestination.File(full), Rig.impatient(100))) {
            for (int i = 0; i < 1_000; i++) {
                rig.ship("record " + i);
            }
            Rig.await(
                    "all are counted",
                    () -> rig.tally().givenUp().sum() + rig.tally().full().sum() == 1_000);
            assertThat(rig.tally().shipped().sum()).isZero();
        }
    }
}
