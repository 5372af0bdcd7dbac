package dev.sekisho.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sekisho.launcher.FakeCheckout.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the launcher starts what is built: flags, arguments, places it is called from, the start-up cache. */
class LauncherTest {

    @TempDir
    Path folder;

    private FakeCheckout checkout;

    @BeforeEach
    void builtCheckoutWithOneJdk() throws Exception {
        checkout = new FakeCheckout(folder).built();
        checkout.jdk("jdks/jdk-25", "25.0.3");
    }

    @Test
    void passesTheFlagsBeforeTheJarAndTheArgumentsAfterIt() throws Exception {
        Run run = checkout.run("run", "a file.yaml", "", "*", "--listen=127.0.0.1:0");

        List<String> arguments = run.jvmArguments();
        int jar = arguments.indexOf("-jar");
        assertThat(arguments.subList(0, jar))
                .contains(
                        "-XX:+UseSerialGC",
                        "-XX:+UseCompactObjectHeaders",
                        "-Xmx512m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:AOTCache=" + checkout.target().resolve("sekisho.aot"));
        assertThat(arguments.subList(jar, arguments.size()))
                .containsExactly(
                        "-jar", checkout.jar().toString(), "run", "a file.yaml", "", "*", "--listen=127.0.0.1:0");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void ownJavaOptionsComeAfterTheLaunchersSoThatTheyWin() throws Exception {
        checkout.set("SEKISHO_HEAP", "64m").set("SEKISHO_JAVA_OPTS", "-Xmx2g  -Dcolour=dark");

        List<String> arguments = checkout.run("version").jvmArguments();

        assertThat(arguments).containsSubsequence("-Xmx64m", "-Xmx2g", "-Dcolour=dark", "-jar");
    }

    @Test
    void startsFromAnyFolderAndKeepsIt() throws Exception {
        Path elsewhere = Files.createDirectories(folder.toRealPath().resolve("else where"));

        Run run = checkout.finish(checkout.start(elsewhere, List.of("../checkout/sekisho", "version")));

        assertThat(run.out()).contains("cwd=" + elsewhere);
        assertThat(run.jvmArguments()).contains(checkout.jar().toString());
    }

    @Test
    void startsThroughAbsoluteAndRelativeLinks() throws Exception {
        Path absolute = Files.createSymbolicLink(folder.resolve("absolute"), checkout.launcher());
        Path links = Files.createDirectories(folder.resolve("links"));
        Path relative = Files.createSymbolicLink(links.resolve("relative"), Path.of("..", "absolute"));

        for (Path link : List.of(absolute, relative)) {
            Run run = checkout.finish(checkout.start(folder, List.of(link.toString(), "version")));
            assertThat(run.jvmArguments())
                    .as("through %s", link)
                    .contains(checkout.jar().toString());
        }
    }

    @Test
    void startsWhenFoundOnThePath() throws Exception {
        checkout.set("PATH", checkout.root() + ":" + folder.toRealPath().resolve("bin"));

        Run run = checkout.finish(checkout.start(folder, List.of("/usr/bin/env", "sekisho", "version")));

        assertThat(run.jvmArguments()).contains(checkout.jar().toString());
    }

    @Test
    void becomesTheJvmSoThatSignalsReachIt() throws Exception {
        Process process = checkout.start(folder, List.of(checkout.launcher().toString(), "run"));
        long pid = process.pid();

        assertThat(checkout.finish(process).out()).contains("pid=" + pid);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-t", "-qt", "-V", "-s quit", "-squit", "-p /x -T", "-x", "start", "-c", "--help"})
    void inNginxsPlaceItBecomesTheJvmUnlessItServes(String arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(checkout.launcher().toString(), "nginx"));
        command.addAll(List.of(arguments.split(" ")));
        Process process = checkout.start(folder, command);
        long pid = process.pid();

        Run run = checkout.finish(process);
        assertThat(run.out()).contains("pid=" + pid).doesNotContain("sekisho.launcher");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-q", "-p /x -c y", "-p/x -cy -e z", "-qc y", "-g daemon_off;"})
    void inNginxsPlaceItStaysInFrontOfWhatServes(String arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(checkout.launcher().toString(), "nginx"));
        command.addAll(arguments.isEmpty() ? List.of() : List.of(arguments.split(" ")));
        Process process = checkout.start(folder, command);
        long pid = process.pid();

        Run run = checkout.finish(process);
        assertThat(run.out()).doesNotContain("pid=" + pid);
        assertThat(run.jvmArguments()).contains("-Dsekisho.launcher=foreground", "nginx");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void throughALinkNamedNginxItIsNginx() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("nginx"), checkout.launcher());

        Run run = checkout.finish(checkout.start(folder, List.of(link.toString(), "-t")));

        assertThat(run.jvmArguments()).endsWith("nginx", "-t");
    }

    @Test
    void trainsTheStartUpCacheOnceForEachBuild() throws Exception {
        Run first = checkout.run("version");
        Run second = checkout.run("version");
        assertThat(checkout.log()).containsExactly("trained");
        assertThat(first.err()).contains("start-up cache");
        assertThat(second.err()).isEmpty();
        assertThat(second.jvmArguments()).isEqualTo(first.jvmArguments());

        checkout.write("checkout/gateway/target/sekisho.jar", "a newer jar");
        checkout.run("version");
        assertThat(checkout.log()).containsExactly("trained", "trained");
    }

    @Test
    void trainsAgainWhenTheJdkChanges() throws Exception {
        checkout.run("version");
        checkout.jdk("jdks/jdk-25", "25.0.4");
        checkout.run("version");

        assertThat(checkout.log()).containsExactly("trained", "trained");
    }

    @Test
    void aFailedTrainingIsSaidOnceAndNotRepeated() throws Exception {
        checkout.set("FAKE_TRAINING_FAILS", "yes");

        Run first = checkout.run("version");
        Run second = checkout.run("version");

        assertThat(first.err()).contains("no start-up cache could be made");
        assertThat(second.err()).isEmpty();
        assertThat(checkout.log()).containsExactly("trained");
        assertThat(second.exitCode()).isZero();
        assertThat(second.jvmArguments()).isNotEmpty().noneMatch(argument -> argument.startsWith("-XX:AOTCache"));
    }

    /** Ctrl-C and SIGTERM during the first start must end it, not leave a JVM behind or go on to serve. */
    @Test
    void aSignalDuringTheTrainingEndsTheStart() throws Exception {
        checkout.set("FAKE_TRAINING_HANGS", "yes");
        Process process = checkout.start(folder, List.of(checkout.launcher().toString(), "run"));
        for (int i = 0; i < 1000 && checkout.log().isEmpty(); i++) {
            Thread.sleep(10);
        }
        List<ProcessHandle> children = process.descendants().toList();
        process.toHandle().destroy(); // SIGTERM; Process.destroy would close the pipes as well

        Run run = checkout.finish(process);
        assertThat(run.exitCode()).isEqualTo(128 + 15);
        assertThat(run.jdk()).isEmpty();
        assertThat(children).isNotEmpty().noneMatch(ProcessHandle::isAlive);
        assertThat(checkout.target().resolve("sekisho.aot.key")).doesNotExist();
    }

    @Test
    void startsWithoutTheCacheWhenToldTo() throws Exception {
        Run run = checkout.set("SEKISHO_AOT", "off").run("version");

        assertThat(checkout.log()).isEmpty();
        assertThat(run.jvmArguments()).isNotEmpty().noneMatch(argument -> argument.startsWith("-XX:AOTCache"));
    }

    @Test
    void inAReadOnlyCheckoutTheCacheGoesToTheUsersCacheFolder() throws Exception {
        Path cache = Files.createDirectories(folder.resolve("home/.cache"));

        Run run = runWithoutWriteAccess(cache);

        String start = "-XX:AOTCache=" + cache.toRealPath() + "/sekisho/";
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.jvmArguments()).anyMatch(argument -> argument.startsWith(start));
    }

    @Test
    void whereNothingCanBeWrittenItStartsWithoutTheCache() throws Exception {
        Run run = runWithoutWriteAccess(Files.createDirectories(folder.resolve("writable but unused")));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.jvmArguments()).isNotEmpty().noneMatch(argument -> argument.startsWith("-XX:AOTCache"));
        assertThat(checkout.log()).isEmpty();
    }

    /** Runs the launcher so that only {@code writable} can be written. root may write everywhere, so it steps down. */
    private Run runWithoutWriteAccess(Path writable) throws Exception {
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "setpriv is missing: root cannot step down");
            command.addAll(List.of("/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
            Files.setAttribute(writable, "unix:uid", 65534);
        } else {
            chmod("a-w", checkout.target());
            chmod("a-w", folder.resolve("home"));
        }
        command.addAll(List.of(checkout.launcher().toString(), "version"));
        try {
            Path log = Files.createFile(folder.resolve("fake.log"));
            chmod("a+w", log);
            return checkout.finish(checkout.start(folder, command));
        } finally {
            chmod("u+w", checkout.target());
            chmod("u+w", folder.resolve("home"));
        }
    }

    private static void chmod(String mode, Path path) throws Exception {
        assertThat(new ProcessBuilder("chmod", mode, path.toString()).start().waitFor())
                .isZero();
    }
}
