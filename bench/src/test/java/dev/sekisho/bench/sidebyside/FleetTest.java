package dev.sekisho.bench.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetTest {

    private static final Load GOOD = (workspace, port, seconds) -> new Load.Result(10, 1_000_000, 5, 9, 0);
    private static final Load BROKEN = (workspace, port, seconds) -> {
        throw new IOException("nobody there");
    };

    @TempDir
    private Path directory;

    /** One side that cannot be measured once ended the whole run, and with it the figures of all others. */
    @Test
    void aLoadThatCannotRunIsRemarkedAndTheOthersGoOn() throws IOException, InterruptedException {
        try (Workspace workspace = Workspace.create(directory);
                Recorder recorder = Recorder.open(directory.resolve("records"))) {
            Session session = new Session(
                    workspace,
                    new Options(2, 1, List.of(), true, false),
                    directory,
                    List.of(),
                    new Backend(1, 2),
                    Certificate.create(directory),
                    Credentials.create(directory),
                    0,
                    recorder);
            try (Fleet fleet = new Fleet(session, "test")) {
                fleet.add("broken", proxy(workspace), BROKEN, 1);
                fleet.add("good", proxy(workspace), GOOD, 1);
                assertThat(fleet.measure()).containsOnlyKeys("good");
                assertThat(fleet.remarks()).containsExactly("broken: NOT MEASURED: nobody there");
            }
        }
    }

    private RunningProxy proxy(Workspace workspace) throws IOException {
        return new RunningProxy(workspace, 1, workspace.start(directory, "sleep", "60"), Duration.ZERO);
    }
}
