package dev.sekisho.bench.sidebyside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds installed programs, and runs them to their end. */
final class Programs {

    private Programs() {}

    /**
     * The path of a program from PATH or the system's sbin folders, where Debian has its servers.
     *
     * @throws IOException if it is not installed
     */
    static String find(String name) throws IOException {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Stream.of(path.split(":")), Stream.of("/usr/sbin", "/usr/local/sbin", "/sbin"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElseThrow(() -> new IOException(name + " is not installed"));
    }

    /**
     * What a program printed, both streams together.
     *
     * @throws IOException if it fails, or does not end in time
     */
    static String run(Workspace workspace, Path in, int seconds, String... command)
            throws IOException, InterruptedException {
        ManagedProcess process = workspace.start(in, command);
        int status = process.await(seconds);
        workspace.stop(process);
        if (status != 0) {
            String name = Path.of(command[0]).getFileName() + " " + (command.length > 1 ? command[1] : "");
            throw new IOException("%s: exit status %d: %s".formatted(name, status, process.outputTail()));
        }
        return process.output();
    }
}
