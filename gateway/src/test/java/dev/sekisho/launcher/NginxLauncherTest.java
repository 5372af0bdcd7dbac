package dev.sekisho.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.launcher.FakeCheckout.Run;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program in nginx's place, through the launcher: background and foreground, signals, pid file, logs. */
@Timeout(240)
class NginxLauncherTest {

    private static final String FOREGROUND = "daemon off;";

    @TempDir
    Path folder;

    private RealProgram program;

    @BeforeEach
    void write() throws Exception {
        program = new RealProgram(folder);
        program.configure("", "one");
    }

    @AfterEach
    void end() throws Exception {
        program.close();
    }

    private static void awaitEnd(Process process) throws Exception {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it has ended").isTrue();
    }

    @Test
    void servesInTheBackgroundAndQuits() throws Exception {
        Run run = program.run();

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).allMatch(line -> line.startsWith("nginx: [warn] "));
        assertThat(program.get()).isEqualTo("one");
        ProcessHandle named = program.named();
        assertThat(named.descendants()).isNotEmpty();

        assertThat(program.run("-s", "quit")).isEqualTo(new Run(0, "", ""));
        program.await("the end", () -> RealProgram.isOver(named));
        assertThat(program.folder().resolve("nginx.pid")).doesNotExist();
        assertThat(program.log())
                .contains("signal 3 (SIGQUIT) received, shutting down", "exit")
                .containsPattern("\\[notice] \\d+#0: Gateway: serving \\d+ routes") // of the rest of the program
                .containsPattern("(?m)^\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d \\[notice] \\d+#0: exit$");
    }

    /** Ctrl-C in the terminal of whoever started it reaches the whole process group. */
    @Test
    void theBackgroundIsNotInTheProcessGroupOfItsCaller() throws Exception {
        program.run();

        long pid = program.named().pid();
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        assertThat(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[2]).isEqualTo(Long.toString(pid));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "QUIT"})
    void inTheForegroundItStaysAndEndsBySignals(String signal) throws Exception {
        Process process = program.startForeground("-g", FOREGROUND);

        assertThat(program.named().pid()).isEqualTo(process.pid());
        assertThat(program.get()).isEqualTo("one");
        program.signal(signal);
        awaitEnd(process);
        assertThat(process.exitValue()).isZero();
        assertThat(program.folder().resolve("nginx.pid")).doesNotExist();
    }

    @Test
    void theFileMayKeepItInTheForegroundToo() throws Exception {
        program.configure(FOREGROUND + " master_process off;", "one");
        Process process = program.startForeground();

        assertThat(process.isAlive()).isTrue();
        assertThat(program.named().pid()).isEqualTo(process.pid());
        assertThat(program.run("-s", "stop").exitCode()).isZero();
        awaitEnd(process);
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void quitLetsARequestEndFirst() throws Exception {
        Process process = program.startForeground("-g", FOREGROUND);

        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), program.port())) {
            OutputStream out = socket.getOutputStream();
            out.write("GET / HTTP/1.1\r\nHost: a\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            program.signal("QUIT");
            program.awaitLog("shutting down");
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200 ")
                    .endsWith("one");
        }
        awaitEnd(process);
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void aRequestThatDoesNotEndIsCutAtTheTimeout() throws Exception {
        program.configure("worker_shutdown_timeout 1s;", "one");
        Process process = program.startForeground("-g", FOREGROUND);

        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), program.port())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n".getBytes(StandardCharsets.US_ASCII));
            program.signal("QUIT");
            awaitEnd(process);
        }
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void reloadsAGoodFileAndKeepsOnBesideABadOne() throws Exception {
        program.startForeground("-g", FOREGROUND);

        program.configure("", "two");
        assertThat(program.run("-g", FOREGROUND, "-s", "reload").exitCode()).isZero();
        program.await("the new text", () -> {
            try {
                return program.get().equals("two");
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });

        program.configure("sendfil on;", "three");
        program.signal("HUP");
        String file = program.folder().resolve("nginx.conf").toString();
        program.awaitLog("#0: unknown directive \"sendfil\" in " + file + ":3");
        assertThat(program.log()).containsPattern("\\[emerg] \\d+#0: unknown directive \"sendfil\"");
        assertThat(program.get()).isEqualTo("two");
    }

    @Test
    void aReloadFollowsThePidFileAndTheLog() throws Exception {
        program.startForeground("-g", FOREGROUND);
        Path folder = program.folder();
        String pid = Files.readString(folder.resolve("nginx.pid"));

        String text = Files.readString(folder.resolve("nginx.conf"));
        Files.writeString(
                folder.resolve("nginx.conf"),
                text.replace("pid nginx.pid", "pid other.pid").replace("error_log error.log", "error_log other.log"));
        program.signal("HUP");
        program.await("the other pid file", () -> Files.exists(folder.resolve("other.pid")));
        program.await("the end of the first", () -> !Files.exists(folder.resolve("nginx.pid")));
        assertThat(folder.resolve("other.pid")).hasContent(pid);
        Files.copy(folder.resolve("other.pid"), folder.resolve("nginx.pid")); // for the end of the test
        assertThat(folder.resolve("other.log")).exists();
    }

    @Test
    void reopensLogsThatWereMoved() throws Exception {
        program.startForeground("-g", FOREGROUND);
        Path folder = program.folder();
        program.get();
        program.await("a line", () -> folder.resolve("access.log").toFile().length() > 0);
        for (String log : List.of("access.log", "error.log")) {
            Files.move(folder.resolve(log), folder.resolve(log + ".1"));
        }

        assertThat(program.run("-g", FOREGROUND, "-s", "reopen").exitCode()).isZero();
        program.await(
                "new files",
                () -> Files.exists(folder.resolve("access.log")) && Files.exists(folder.resolve("error.log")));
        program.get();
        program.await("a line", () -> folder.resolve("access.log").toFile().length() > 0);
        assertThat(folder.resolve("error.log.1")).content().contains("signal 10 (SIGUSR1) received, reopening logs");
    }

    @Test
    void whatNginxHasAndThisHasNotIsSaid() throws Exception {
        program.run();

        program.signal("USR2");
        program.awaitLog("signal 12 (SIGUSR2) received and left aside");
        program.signal("WINCH");
        program.awaitLog("signal 28 (SIGWINCH) received and left aside");
        assertThat(program.get()).isEqualTo("one");
    }

    @Test
    void aBadFileIsToldAtOnce() throws Exception {
        program.configure("worker_processes many;", "one");

        Run run = program.run();

        String file = program.folder().resolve("nginx.conf").toString();
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo("nginx: [emerg] \"worker_processes\" directive invalid value in " + file + ":3\n");
        assertThat(program.folder().resolve("nginx.pid")).doesNotExist();
    }

    @Test
    void whatCannotBeHonouredIsToldAsAnErrorAndFailsTheTestToo() throws Exception {
        Path file = program.folder().resolve("nginx.conf");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("location / {", "location /php { fastcgi_pass 127.0.0.1:9; }\nlocation / {"));

        for (String option : List.of("-q", "-t")) {
            Run run = program.run(option);
            assertThat(run.exitCode()).as(option).isEqualTo(1);
            assertThat(run.err())
                    .containsPattern("nginx: \\[emerg] .*\\(nginx\\.not-honoured\\) in " + file + ":\\d+\n");
        }
    }

    @Test
    void anAddressThatIsTakenIsToldByTheBackgroundToo() throws Exception {
        try (ServerSocket taken = new ServerSocket(program.port(), 1, InetAddress.getLoopbackAddress())) {
            Run run = program.run();

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err())
                    .contains("nginx: [emerg] bind() to 127.0.0.1:" + taken.getLocalPort()
                            + " failed (98: Address already in use)");
            assertThat(program.folder().resolve("nginx.pid")).doesNotExist();
        }
    }

    @Test
    void aLogThatCannotBeOpenedEndsTheStart() throws Exception {
        program.configure("error_log nowhere/error.log;", "one");

        Run run = program.run("-g", FOREGROUND);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains("nginx: [emerg] open() \"" + program.folder()
                        + "/nowhere/error.log\" failed (2: No such file or directory) in " + program.folder()
                        + "/nginx.conf:3");
    }

    /** What no launcher stands in front of any more takes no signals, and would keep the ports. */
    @Test
    void aLauncherThatIsKilledTakesTheProgramWithIt() throws Exception {
        Process process = program.startForeground("-g", FOREGROUND);
        List<ProcessHandle> below = process.descendants().toList();

        process.destroyForcibly().waitFor();

        assertThat(below).isNotEmpty();
        program.await("the end", () -> below.stream().allMatch(RealProgram::isOver));
        assertThat(program.folder().resolve("nginx.pid")).doesNotExist();
    }

    @Test
    void aPidFileThatIsLeftIsReplaced() throws Exception {
        Path pid = program.folder().resolve("nginx.pid");
        Files.writeString(pid, "1\n");
        program.run();

        assertThat(pid).content().isNotEqualTo("1\n").matches("\\d+\n");
        assertThat(program.get()).isEqualTo("one");
    }

    @Test
    void throughALinkNamedNginxWithARelativePrefix() throws Exception {
        Path link = Files.createSymbolicLink(
                folder.resolve("nginx-link"), program.checkout().launcher());
        Path named = Files.createDirectories(folder.resolve("sbin")).resolve("nginx");
        Files.createSymbolicLink(named, link);

        Run run = program.checkout()
                .finish(program.checkout().start(folder, List.of(named.toString(), "-p", "nginx", "-c", "nginx.conf")));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(program.get()).isEqualTo("one");
        assertThat(program.folder().resolve("error.log")).exists();
    }
}
