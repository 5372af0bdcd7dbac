package dev.sekisho.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {

    @TempDir
    Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("gateway.yaml");
        answer("one");
    }

    private void answer(String body) throws IOException {
        Files.writeString(file, """
                listeners:
                  - { name: http, address: "127.0.0.1:1" }
                routes:
                  - { name: hello, match: { path: /hello }, to: { respond: { body: BODY } } }
                telemetry: { accessLog: { file: "LOG" } }
                """.replace("BODY", body)
                .replace("LOG", folder.resolve("access.log").toString()));
    }

    private RunningGateway run(Object... more) throws IOException {
        Object[] arguments = new Object[8 + more.length];
        Object[] own = {
            "run", file, "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--last-good", folder.resolve("state")
        };
        System.arraycopy(own, 0, arguments, 0, own.length);
        System.arraycopy(more, 0, arguments, own.length, more.length);
        return RunningGateway.start(arguments);
    }

    @Test
    void serves_reloads_and_drains() throws IOException, InterruptedException {
        try (RunningGateway gateway = run().awaitReady()) {
            assertThat(gateway.get("/hello").text()).isEqualTo("one");
            assertThat(gateway.admin("/readyz").status()).isEqualTo(200);
            assertThat(gateway.await("listening on", 1)).contains("127.0.0.1:", "(1 route)");

            answer("two");
            gateway.await("serving 1 routes", 2);
            assertThat(gateway.get("/hello").text()).isEqualTo("two");

            gateway.signal("TERM");
            assertThat(gateway.awaitEnd()).isZero();
            assertThat(gateway.err()).contains("draining");
        }
    }

    @Test
    void hangup_reads_the_file_again_and_opens_the_log_again() throws IOException, InterruptedException {
        try (RunningGateway gateway = run("--no-watch").awaitReady()) {
            assertThat(gateway.get("/hello").text()).isEqualTo("one");
            Files.move(folder.resolve("access.log"), folder.resolve("access.log.1"));
            answer("two");
            gateway.signal("HUP");
            gateway.await("serving 1 routes", 2);
            assertThat(gateway.get("/hello").text()).isEqualTo("two");
            Path log = folder.resolve("access.log"); // opened behind the line that says that it serves
            for (int i = 0; i < 500 && !Files.exists(log); i++) {
                Thread.sleep(10);
            }
            assertThat(log).exists();
        }
    }

    @Test
    void a_broken_file_is_told_with_all_its_errors() throws IOException, InterruptedException {
        Files.writeString(file, "listeners:\n  - { nme: http, address: nowhere }\nroutes: []\n");
        try (RunningGateway gateway = run()) {
            assertThat(gateway.awaitEnd()).isEqualTo(2);
            gateway.await("not started", 1);
            assertThat(gateway.err()).contains("gateway.yaml:2:7: error: ", "gateway.yaml:2:27: error: ", "name");
        }
    }

    @Test
    void a_start_beside_a_broken_file_serves_what_served_last() throws IOException, InterruptedException {
        try (RunningGateway gateway = run().awaitReady()) {
            gateway.signal("INT");
            assertThat(gateway.awaitEnd()).isZero();
        }
        Files.writeString(file, "listeners: [\n");
        try (RunningGateway gateway = run().awaitReady()) {
            assertThat(gateway.get("/hello").text()).isEqualTo("one");
            gateway.await("gateway.yaml:", 1);
        }
    }

    @Test
    void a_taken_admin_port_is_told_with_the_way_out() throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RunningGateway gateway = RunningGateway.start(
                        "run",
                        file,
                        "--listen",
                        "127.0.0.1:0",
                        "--admin=127.0.0.1:" + taken.getLocalPort(),
                        "--last-good",
                        "off")) {
            assertThat(gateway.awaitEnd()).isEqualTo(2);
            gateway.await("not started", 1);
            assertThat(gateway.err())
                    .contains("the admin API cannot listen on 127.0.0.1:" + taken.getLocalPort(), "--admin off");
        }
    }

    @Test
    void wrong_values_of_options_are_told() {
        assertThat(Cli.run("run", file, "--loops", "0").err()).contains("--loops: 0 (expected: 1 to 9999)");
        assertThat(Cli.run("run", file, "--admin", "x").err()).contains("--admin: x (expected: host:port");
        assertThat(Cli.run("run", file, "--connect-to", "a:1").err()).contains("HOST:PORT=ADDR:PORT");
        assertThat(Cli.run("run", file, "--drain-timeout", "5").err()).contains("--drain-timeout: 5 (expected: a dur");
        assertThat(Cli.run("run", file, "--transport", "tcp", "--admin", "off", "--last-good", "off"))
                .returns(2, Cli.Result::code)
                .satisfies(result -> assertThat(result.err()).contains("transport: tcp (expected: auto, "));
    }
}
