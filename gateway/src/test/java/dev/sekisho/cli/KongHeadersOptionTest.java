package dev.sekisho.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --kong-headers}, of the commands that read a configuration. */
class KongHeadersOptionTest {

    private static final String FILE = """
            _format_version: "3.0"
            services:
            - { name: users, url: "http://users:3000", routes: [ { name: users, paths: [ /users ] } ] }
            """;

    private static final String CASES = """
            cases:
              - name: no route
                request: { url: /nowhere }
                expect: { status: 404, headers: { Server: kong/3.9.1 } }
            """;

    @TempDir
    Path folder;

    @Test
    void convertShowsWhatItAdds() throws IOException {
        Path file = Files.writeString(folder.resolve("kong.yml"), FILE);
        Cli.Result plain = Cli.run("convert", file);
        assertThat(plain.code()).as(plain.err()).isZero();
        assertThat(plain.out()).doesNotContain("X-Kong");
        Cli.Result form = Cli.run("convert", file, "--kong-headers");
        assertThat(form.code()).as(form.err()).isZero();
        assertThat(form.out()).contains("X-Kong-Upstream-Latency", "request_id");
    }

    @Test
    void casesSeeIt() throws IOException {
        Path file = Files.writeString(folder.resolve("kong.yml"), FILE);
        Path cases = Files.writeString(folder.resolve("cases.yaml"), CASES);
        assertThat(Cli.run("test", file, "--cases", cases).code()).isEqualTo(1);
        Cli.Result form = Cli.run("test", file, "--cases", cases, "--kong-headers");
        assertThat(form.code()).as(form.out() + form.err()).isZero();
    }

    @Test
    void theQuickstartTakesIt() {
        Cli.Result result = Cli.run("quickstart", "--kong", "--kong-headers", "--exit-after-demo");
        assertThat(result.code()).as(result.out() + result.err()).isZero();
        assertThat(result.out()).contains("no Route matched with those values");
    }
}
