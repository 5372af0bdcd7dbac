package dev.sekisho.bench.sidebyside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Facts without which the figures mean little; nothing that names the machine itself. */
final class Machine {

    private Machine() {}

    /** One fact a line. */
    static List<String> facts() {
        List<String> facts = new ArrayList<>();
        int cores = Runtime.getRuntime().availableProcessors();
        facts.add("%d cores, %s, %s of memory".formatted(cores, value("/proc/cpuinfo", "model name"), memory()));
        facts.add("%s %s".formatted(System.getProperty("os.name"), System.getProperty("os.version")));
        facts.add("JDK %s (%s)".formatted(Runtime.version(), System.getProperty("java.vendor")));
        facts.add("load average of the last minute before the run: " + loadAverage());
        return facts;
    }

    /** Anything much above 0 says that others used the cores too, and that the figures are noisy. */
    private static String loadAverage() {
        try {
            return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
        } catch (IOException unreadable) {
            return "unknown";
        }
    }

    private static String memory() {
        String kibibytes = value("/proc/meminfo", "MemTotal").replaceAll("[^0-9]", "");
        return kibibytes.isEmpty() ? "?" : "%.0f GiB".formatted(Long.parseLong(kibibytes) / 1024.0 / 1024.0);
    }

    /** The value of the first {@code key : value} line. */
    private static String value(String file, String key) {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException unreadable) {
            return "unknown";
        }
    }
}
