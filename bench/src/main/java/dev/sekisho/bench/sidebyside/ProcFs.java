package dev.sekisho.bench.sidebyside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Reads CPU time and resident memory of a process from /proc (proc_pid_stat(5), proc_pid_status(5)). */
final class ProcFs {

    /** Clock ticks a second: USER_HZ, which Linux fixes at 100 for every architecture that Java runs on. */
    private static final long TICKS_PER_SECOND = 100;

    private static final long MICROS_PER_TICK = 1_000_000 / TICKS_PER_SECOND;

    private ProcFs() {}

    /** User and system time of all threads of the process since its start, in µs; 0 if it is gone. */
    static long cpuMicros(long pid) {
        try {
            return parseCpuMicros(Files.readString(Path.of("/proc/" + pid + "/stat")));
        } catch (IOException gone) {
            return 0;
        }
    }

    /** The part of it that a JVM's compilers have taken, in µs; 0 for other programs. Compiler threads that have ended are not in it. */
    static long compilerMicros(long pid) {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
            return tasks.map(ProcFs::stat)
                    .filter(stat -> stat.matches("(?s)\\d+ \\(C[12] Compiler.*"))
                    .mapToLong(ProcFs::parseCpuMicros)
                    .sum();
        } catch (IOException gone) {
            return 0;
        }
    }

    private static String stat(Path task) {
        try {
            return Files.readString(task.resolve("stat"));
        } catch (IOException gone) {
            return "";
        }
    }

    /** Resident memory in bytes; 0 if the process is gone. */
    static long residentBytes(long pid) {
        try {
            return parseResidentBytes(Files.readString(Path.of("/proc/" + pid + "/status")));
        } catch (IOException gone) {
            return 0;
        }
    }

    /** The command name, at most 15 characters; empty if the process is gone. */
    static String commandName(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/comm")).strip();
        } catch (IOException gone) {
            return "";
        }
    }

    /** Fields 14 and 15 (utime, stime). The name in field 2 may hold spaces, so counting starts behind its ')'. */
    static long parseCpuMicros(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        int utime = 14 - 3;
        return (Long.parseLong(fields[utime]) + Long.parseLong(fields[utime + 1])) * MICROS_PER_TICK;
    }

    static long parseResidentBytes(String status) {
        return status.lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                .findFirst()
                .orElse(0);
    }
}
