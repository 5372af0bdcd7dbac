package dev.sekisho.server.shipping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.policy.LogDestination;
import dev.sekisho.policy.LogShipper;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LogRoomTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    private LogDestination.File file(String name) {
        return new LogDestination.File(folder.resolve(name));
    }

    /**
     * Loops write to two destinations at full speed. Were lines of rings told apart wrongly, a record would be torn or in the wrong file;
     * were one lost, the counts would not agree.
     */
    @Test
    void everyRecordIsInItsPlaceOrCounted() throws Exception {
        int loops = 3;
        int each = 40_000;
        LogRoom room = new LogRoom(loops, Map.of());
        LogShipper a = room.open(file("a"), Rig.PATIENT);
        LogShipper b = room.open(file("b"), Rig.PATIENT);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < loops; i++) {
            int loop = i;
            threads.add(Thread.ofPlatform().start(() -> {
                for (int n = 0; n < each; n++) {
                    byte[] record = Ascii.bytes((n % 2 == 0 ? "a" : "b") + loop + ":" + n);
                    (n % 2 == 0 ? a : b).ship(loop, record, 0, record.length);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        room.close();
        long counted = 0;
        for (String name : List.of("a", "b")) {
            List<String> lines = Files.readAllLines(folder.resolve(name));
            assertThat(lines).allMatch(line -> line.matches(name + "\\d:\\d+"));
            Set<String> different = new HashSet<>(lines);
            assertThat(different).hasSameSizeAs(lines);
            Tally tally = Objects.requireNonNull(room.tallies().get("file:" + folder.resolve(name)));
            assertThat(tally.shipped().sum()).isEqualTo(lines.size());
            counted += lines.size()
                    + tally.burst().sum()
                    + tally.full().sum()
                    + tally.left().sum();
        }
        assertThat(counted).isEqualTo((long) loops * each);
    }

    @Test
    void aDestinationThatNobodyHoldsGoesOnceItsRecordsAreSent() throws Exception {
        try (LogRoom room = new LogRoom(1, Map.of())) {
            WeakReference<LogHandle> held = new WeakReference<>(used(room));
            Rig.await("the collector", () -> {
                System.gc();
                return held.get() == null && room.shippers().isEmpty();
            });
            Rig.await(
                    "the file",
                    () -> room.tallies().values().iterator().next().shipped().sum() == 1);
            assertThat(Files.readAllLines(folder.resolve("a"))).containsExactly("last");
        }
    }

    private LogHandle used(LogRoom room) {
        LogHandle handle = room.open(file("a"), Rig.PATIENT);
        byte[] record = Ascii.bytes("last");
        handle.ship(0, record, 0, record.length);
        return handle;
    }

    @Test
    void beyondTheMemoryOfALoopRecordsAreDroppedAndCounted() throws Exception {
        try (Rig rig = new Rig(file("a"), Rig.PATIENT)) {
            String record = "x".repeat(LogShipper.LONGEST);
            for (int i = 0; rig.tally().burst().sum() == 0; i++) {
                rig.ship(record);
                assertThat(i).isLessThan(100_000);
            }
        }
    }

    @Test
    void aRoomThatIsClosedTakesNoDestination() {
        LogRoom room = new LogRoom(1, Map.of());
        room.close();
        assertThatThrownBy(() -> room.open(file("a"), Rig.PATIENT))
                .hasMessage("log: closed (expected: a gateway that runs)");
    }
}
