package dev.sekisho.bench.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.bench.sidebyside.LoadScenario.Limit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadScenarioTest {

    @TempDir
    private Path directory;

    /** Else each proxy would be polled for a minute with a program that is not there. */
    @Test
    void aRowWhoseProgramIsMissingSaysSo() throws IOException, InterruptedException {
        Load missing = new Load() {
            @Override
            public void require() throws IOException {
                throw new IOException("h2load is not installed");
            }

            @Override
            public Result run(Workspace workspace, int port, int seconds) {
                throw new AssertionError("started without its program");
            }
        };
        LoadScenario scenario = new LoadScenario(
                "h2c",
                "title",
                "method",
                Wire.H2C,
                false,
                session -> missing,
                List.of("sekisho"),
                List.of(new Limit("nginx", 1)));
        try (Workspace workspace = Workspace.create(directory);
                Recorder recorder = Recorder.open(directory.resolve("records"))) {
            Report report = scenario.run(new Session(
                    workspace,
                    new Options(1, 1, List.of(), true, false),
                    directory,
                    List.of(SekishoPeer.PLAIN),
                    new Backend(1, 2),
                    Certificate.create(directory),
                    Credentials.create(directory),
                    0,
                    recorder));
            assertThat(report.rows()).isEmpty();
            assertThat(report.remarks()).containsExactly("NOT MEASURED: h2load is not installed");
            assertThat(report.bounds()).extracting(Bound::verdict).containsExactly("not measured");
        }
    }
}
