package dev.sekisho.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A copy of the launcher in a folder of its own, with a PATH that holds only the tools it needs. Nothing of the
 * machine's own JDKs, Maven or home folder can be seen from there, and no test builds anything.
 */
final class FakeCheckout {

    /** What one run of the launcher printed, and its exit code. */
    record Run(int exitCode, String out, String err) {

        /** The arguments that the JVM was started with; empty if it was not. */
        List<String> jvmArguments() {
            return out.lines()
                    .filter(line -> line.startsWith("["))
                    .map(line -> line.substring(1, line.length() - 1))
                    .toList();
        }

        /** The home of the JDK that was started; empty if none was. */
        String jdk() {
            return out.lines()
                    .filter(line -> line.startsWith("home="))
                    .map(line -> line.substring("home=".length()))
                    .findFirst()
                    .orElse("");
        }
    }

    private static final Path LAUNCHER =
            Path.of("..", "sekisho").toAbsolutePath().normalize();

    private static final List<String> TOOLS =
            List.of("bash", "cat", "find", "flock", "id", "mkdir", "mv", "readlink", "rm", "sed", "sleep", "timeout");

    /** Prints its home and arguments; with {@code -XX:AOTCacheOutput} it writes that file and counts the training. */
    private static final String FAKE_JAVA = """
            #!/usr/bin/env bash
            home=${0%/bin/java}
            for argument; do
              if [[ $argument == -XX:AOTCacheOutput=* ]]; then
                echo trained >>"$FAKE_LOG"
                [[ -z ${FAKE_TRAINING_FAILS-} ]] || exit 1
                [[ -z ${FAKE_TRAINING_HANGS-} ]] || exec sleep 60
                echo cache >"${argument#*=}"
                exit 0
              fi
            done
            printf 'home=%s\\npid=%s\\ncwd=%s\\n' "$home" "$$" "$PWD"
            (( $# == 0 )) || printf '[%s]\\n' "$@"
            """;

    /** Notes how it was called, takes a moment as a build does, and writes the jar unless it is told to fail. */
    private static final String FAKE_MAVEN = """
            #!/usr/bin/env bash
            echo "mvn JAVA_HOME=$JAVA_HOME $*" >>"$FAKE_LOG"
            sleep 0.3
            if [[ -n ${FAKE_MAVEN_EXIT-} ]]; then
              echo "[ERROR] the compiler said no"
              exit "$FAKE_MAVEN_EXIT"
            fi
            [[ $* != *package* ]] || echo jar >gateway/target/sekisho.jar
            """;

    private final Path base;
    private final Map<String, String> environment = new TreeMap<>();

    FakeCheckout(Path folder) throws IOException {
        base = folder.toRealPath();
        Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectories(base.resolve("bin"));
        for (String tool : TOOLS) {
            addTool(tool);
        }
        Files.createDirectories(root().resolve("gateway/src/main"));
        Files.copy(LAUNCHER, launcher());
        write("checkout/pom.xml", "<project/>");
        write("checkout/gateway/pom.xml", "<project/>");
        write("checkout/gateway/src/main/A.java", "class A {}");
        Files.createDirectories(base.resolve("jdks"));
        Files.createDirectories(base.resolve("home"));
        set("PATH", base.resolve("bin").toString());
        set("HOME", base.resolve("home").toString());
        set("SEKISHO_JDK_ROOTS", base.resolve("jdks").toString());
        set("FAKE_LOG", base.resolve("fake.log").toString());
    }

    /** A script rather than a link: JUnit warns of each link that leads out of its folder. */
    private void addTool(String tool) throws IOException {
        for (String folder : List.of("/usr/bin", "/bin", "/usr/local/bin", "/opt/homebrew/bin")) {
            Path real = Path.of(folder, tool);
            if (Files.isExecutable(real)) {
                executable("bin/" + tool, "#!/bin/sh\nexec " + real + " \"$@\"\n");
                return;
            }
        }
    }

    Path base() {
        return base;
    }

    Path root() {
        return base.resolve("checkout");
    }

    Path launcher() {
        return root().resolve("sekisho");
    }

    Path target() {
        return root().resolve("gateway/target");
    }

    Path jar() {
        return target().resolve("sekisho.jar");
    }

    FakeCheckout set(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    FakeCheckout unset(String variable) {
        environment.remove(variable);
        return this;
    }

    /** Puts a jar where the build would, newer than the sources. */
    FakeCheckout built() throws IOException {
        write("checkout/gateway/target/sekisho.jar", "jar");
        Instant earlier = Instant.now().minusSeconds(60);
        try (Stream<Path> files = Files.walk(root())) {
            for (Path file : files.filter(file -> !file.startsWith(target())).toList()) {
                Files.setLastModifiedTime(file, FileTime.from(earlier));
            }
        }
        return this;
    }

    /** Makes a JDK of a version at a folder below the base, and returns its home. */
    Path jdk(String folder, String version) throws IOException {
        write(folder + "/release", "IMPLEMENTOR=\"Test\"\nJAVA_VERSION=\"" + version + "\"\n");
        executable(folder + "/bin/java", FAKE_JAVA);
        executable(folder + "/bin/javac", FAKE_JAVA);
        return base.resolve(folder);
    }

    FakeCheckout maven() throws IOException {
        executable("bin/mvn", FAKE_MAVEN);
        return this;
    }

    void executable(String file, String text) throws IOException {
        Files.setPosixFilePermissions(write(file, text), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    Path write(String file, String text) throws IOException {
        Path path = base.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }

    /** The calls of the fake Maven and the training runs, in order. */
    List<String> log() throws IOException {
        Path log = base.resolve("fake.log");
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    Run run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(launcher().toString()));
        command.addAll(List.of(arguments));
        return finish(start(base, command));
    }

    Process start(Path workingFolder, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(workingFolder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Waits for a started launcher; its output is a few kilobytes, less than a pipe holds. */
    Run finish(Process process) throws Exception {
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the launcher ran for more than 30 s");
        }
        return new Run(
                process.exitValue(),
                new String(process.getInputStream().readAllBytes(), UTF_8),
                new String(process.getErrorStream().readAllBytes(), UTF_8));
    }
}
