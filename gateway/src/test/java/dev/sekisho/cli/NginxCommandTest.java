package dev.sekisho.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code sekisho nginx} with nginx's own arguments, messages and exit codes. */
@Timeout(60)
class NginxCommandTest {

    private static final String GOOD = "events {}\nhttp {\n    include d/*.conf;\n}\n";

    @TempDir
    Path folder;

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private String conf(String text) throws IOException {
        return write("nginx.conf", text).toString();
    }

    @Test
    void aGoodConfiguration() throws IOException {
        String conf = conf(GOOD);
        Cli.Result result = Cli.run("nginx", "-t", "-c", conf);
        assertThat(result.err())
                .isEqualTo("nginx: the configuration file " + conf + " syntax is ok\n" + "nginx: configuration file "
                        + conf + " test is successful\n");
        assertThat(result.code()).isZero();
        assertThat(Cli.run("nginx", "-tqc" + conf)).isEqualTo(new Cli.Result(0, "", ""));
    }

    @Test
    void aBadConfiguration() throws IOException {
        String conf = conf("events {}\nhttp {\n    gzip perhaps;\n    sendfil on;\n}\n");
        Cli.Result result = Cli.run("nginx", "-q", "-t", "-c", conf);
        assertThat(result.err().lines())
                .containsExactly(
                        "nginx: [emerg] invalid value \"perhaps\" in \"gzip\" directive, it must be \"on\" or \"off\" in "
                                + conf + ":3",
                        "nginx: configuration file " + conf + " test failed",
                        "sekisho: " + conf + ":4:5: error: unknown directive \"sendfil\" [nginx.refused]",
                        "  fix: did you mean sendfile?");
        assertThat(result.code()).isEqualTo(1);
    }

    @Test
    void whatIsFoundWhenAllIsRead() throws IOException {
        String conf = conf("worker_processes 1;\n");
        assertThat(Cli.run("nginx", "-t", "-c", conf).err().lines())
                .containsExactly(
                        "nginx: the configuration file " + conf + " syntax is ok",
                        "nginx: [emerg] no \"events\" section in configuration",
                        "nginx: configuration file " + conf + " test failed");
    }

    @Test
    void ourFindingsFollow() throws IOException {
        String conf = conf("events {}\nhttp {\n    limit_req_zone $arg_key zone=a:1m rate=1r/s;\n}\n");
        Cli.Result result = Cli.run("nginx", "-t", "-c", conf);
        assertThat(result.code()).isZero();
        assertThat(result.err())
                .contains(
                        "test is successful\nsekisho: " + conf + ":3:5: warning: limit_req_zone $arg_key",
                        "[nginx.limit-empty-key]");
    }

    @Test
    void aDumpOfAllFiles() throws IOException {
        write("d/a.conf", "sendfile on;\n");
        String conf = conf(GOOD);
        Cli.Result result = Cli.run("nginx", "-T", "-c", conf);
        assertThat(result.code()).isZero();
        assertThat(result.out())
                .isEqualTo("# configuration file " + conf + ":\n" + GOOD + "\n" + "# configuration file " + folder
                        + "/d/a.conf:\nsendfile on;\n\n");
    }

    @Test
    void aRelativeFileIsBelowThePrefixAndGlobalsCountFirst() throws IOException {
        conf(GOOD);
        assertThat(Cli.run("nginx", "-t", "-q", "-p", folder, "-c", "nginx.conf")
                        .code())
                .isZero();
        Cli.Result result = Cli.run("nginx", "-t", "-p", folder, "-c", "nginx.conf", "-g", "daemon maybe;");
        assertThat(result.err())
                .startsWith("nginx: [emerg] invalid value \"maybe\" in \"daemon\" directive, it must be "
                        + "\"on\" or \"off\" in command line\n");
    }

    @ParameterizedTest
    @CsvSource({
        "-x, invalid option: \"x\"",
        "-tx, invalid option: \"x\"",
        "start, invalid option: \"start\"",
        "-c, option \"-c\" requires file name",
        "-p, option \"-p\" requires directory name",
        "-s, option \"-s\" requires parameter",
        "-sfly, invalid option: \"-s fly\""
    })
    void aWrongCommandLine(String argument, String message) {
        assertThat(Cli.run("nginx", argument)).isEqualTo(new Cli.Result(1, "", "nginx: " + message + "\n"));
    }

    @Test
    void versionAndHelp() {
        assertThat(Cli.run("nginx", "-v").err()).matches("nginx version: sekisho/\\S+\n");
        assertThat(Cli.run("nginx", "-V").err())
                .contains("configure arguments: ", " --with-http_ssl_module ", "checks and serves", " --pid-path=");
        assertThat(Cli.run("nginx", "-h").err()).contains("Usage: nginx", "-s signal");
        assertThat(Cli.run("nginx", "-?").code()).isZero();
    }

    @Test
    void whatIsNotReadIsNotServed() throws IOException {
        String conf = conf("events {}\nhttp {\n    gzip perhaps;\n    sendfil on;\n}\n");
        assertThat(Cli.run("nginx", "-c", conf))
                .isEqualTo(new Cli.Result(
                        1,
                        "",
                        "nginx: [emerg] invalid value \"perhaps\" in \"gzip\" directive, it must be \"on\" or \"off\" in "
                                + conf + ":3\n"));
    }

    @Test
    void whatMeansNothingHereIsToldBehindTheTest() throws IOException {
        String conf = conf("lock_file l;\nevents {}\n");
        assertThat(Cli.run("nginx", "-t", "-c", conf).err())
                .contains("test is successful\nsekisho: " + conf + ":1:1: info: lock_file l; ", "[nginx.no-effect]");
    }

    @Test
    void aSignalGoesToTheProcessOfThePidFile() throws Exception {
        Process sleeper = new ProcessBuilder("sleep", "300").start();
        try {
            write("nginx.pid", sleeper.pid() + "\n");
            conf("pid nginx.pid;\nevents {}\n");
            assertThat(Cli.run("nginx", "-p", folder, "-c", "nginx.conf", "-s", "quit"))
                    .isEqualTo(new Cli.Result(0, "", ""));
            assertThat(sleeper.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(sleeper.exitValue()).isEqualTo(128 + 3);
        } finally {
            sleeper.destroyForcibly();
        }
    }

    @Test
    void aSignalWithoutAProcessFails() throws IOException {
        conf("pid nginx.pid;\nevents {}\n");
        assertThat(Cli.run("nginx", "-p", folder, "-c", "nginx.conf", "-s", "stop")
                        .err())
                .isEqualTo(
                        "nginx: [error] open() \"" + folder + "/nginx.pid\" failed (2: No such file or directory)\n");
        write("nginx.pid", "none\n");
        assertThat(Cli.run("nginx", "-p", folder, "-c", "nginx.conf", "-s", "stop")
                        .err())
                .isEqualTo("nginx: [error] invalid PID number \"none\" in \"" + folder + "/nginx.pid\"\n");
    }

    @Test
    void controlCharactersDoNotReachTheTerminal() throws IOException {
        Cli.Result result = Cli.run("nginx", "-t", "-c", conf("\u001b[31mred;\n"));
        assertThat(result.err()).contains("unknown directive \"\\x1b[31mred\"").doesNotContain("\u001b");
    }

    @Test
    void aFolderInPlaceOfAFile() {
        assertThat(Cli.run("nginx", "-t", "-c", folder).err())
                .startsWith("nginx: [crit] pread() \"" + folder + "\" failed (21: Is a directory)\n");
    }
}
