package dev.sekisho.cli.nginx;

import dev.sekisho.dialect.nginx.process.ProcessSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What this machine lets the process do.
 *
 * @param isRoot whether it may do everything
 * @param descriptors how many files it may have open; empty where that is not known or not limited
 */
record Machine(boolean isRoot, OptionalLong descriptors) {

    private static final String FILES = "Max open files";

    /** This machine. */
    static Machine current() {
        return new Machine(root(), descriptorsHere());
    }

    private static boolean root() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return "root".equals(System.getProperty("user.name"));
        }
    }

    private static OptionalLong descriptorsHere() {
        try {
            return Files.readAllLines(Path.of("/proc/self/limits"), StandardCharsets.US_ASCII).stream()
                    .filter(line -> line.startsWith(FILES))
                    .map(line -> line.substring(FILES.length()).strip())
                    .filter(line -> line.matches("[0-9]+ .*"))
                    .mapToLong(line -> Long.parseLong(line.substring(0, line.indexOf(' '))))
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** What a configuration asks of the machine, and does not get. */
    List<Line> findings(ProcessSettings settings) {
        List<Line> found = new ArrayList<>();
        if (isRoot) {
            String user = settings.user().map(each -> each.arg(0)).orElse("nobody");
            found.add(new Line(
                    LogLevel.WARN,
                    "the \"user\" directive has no effect: all of the process stays root, where nginx's workers would run as \""
                            + user + "\"; have the service unit start it as that user (User=" + user
                            + " and AmbientCapabilities=CAP_NET_BIND_SERVICE)"
                            + settings.user().map(each -> Line.in(each.end())).orElse("")));
        } else {
            settings.user()
                    .ifPresent(user -> found.add(new Line(
                            LogLevel.WARN,
                            "the \"user\" directive makes sense only if the master process runs with super-user "
                                    + "privileges, ignored" + Line.in(user.end()))));
        }
        long wanted = settings.descriptors().orElse(0);
        if (wanted > descriptors.orElse(Long.MAX_VALUE)) {
            found.add(new Line(
                    LogLevel.WARN,
                    "worker_rlimit_nofile " + wanted + " cannot be reached: the process may open "
                            + descriptors.orElse(0) + " files; the service unit can allow more (LimitNOFILE=" + wanted
                            + ")"));
        }
        return found;
    }
}
