package dev.sekisho.cli.nginx;

import dev.sekisho.dialect.nginx.process.ProcessSettings.LogTarget;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The program's own log, in nginx's form: {@code 2026/01/02 03:04:05 [warn] 123#0: message}, in local time; behind the number of
 * the process stands that of the thread with nginx, and always 0 here. Thread-safe.
 */
final class ErrorLog implements AutoCloseable {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss");

    /** Names of standard error, which is not to be opened anew: it may be a pipe that nobody reads any more. */
    private static final Set<String> STDERR = Set.of("stderr", "/dev/stderr", "/proc/self/fd/2", "/dev/fd/2");

    private final long pid = ProcessHandle.current().pid();
    private final List<Output> outputs;

    private record Output(LogLevel level, String name, LogSink sink) {}

    /** A log that cannot be opened; the message is nginx's, with the place of the directive. */
    @SuppressWarnings("serial")
    static final class UnopenedException extends Exception {
        UnopenedException(String message) {
            super(message, null, false, false);
        }

        String text() {
            return String.valueOf(getMessage());
        }
    }

    private ErrorLog(List<Output> outputs) {
        this.outputs = List.copyOf(outputs);
    }

    /** A log that goes nowhere. */
    static ErrorLog nowhere() {
        return new ErrorLog(List.of());
    }

    /**
     * Opens the places that a configuration names.
     *
     * @param prefix what relative names start from
     * @param err standard error
     */
    static ErrorLog open(List<LogTarget> targets, String prefix, PrintWriter err) throws UnopenedException {
        List<Output> opened = new ArrayList<>();
        for (LogTarget target : targets) {
            try {
                if (!target.name().startsWith("memory:")) {
                    opened.add(output(target.name(), LogLevel.of(target.level()), prefix, err));
                }
            } catch (IOException e) {
                opened.forEach(each -> each.sink().close());
                String at = target.directive().end().source() + ":"
                        + target.directive().end().line();
                throw new UnopenedException(reason(path(target.name(), prefix), e) + " in " + at);
            }
        }
        return new ErrorLog(opened);
    }

    /** Opens one place, for errors and what is graver. */
    static ErrorLog openDefault(String name, String prefix, PrintWriter err) throws UnopenedException {
        try {
            return new ErrorLog(List.of(output(name, LogLevel.ERROR, prefix, err)));
        } catch (IOException e) {
            throw new UnopenedException("could not open error log file: " + reason(path(name, prefix), e));
        }
    }

    private static Output output(String name, LogLevel level, String prefix, PrintWriter err) throws IOException {
        boolean unix = name.startsWith("syslog:") && name.contains("server=unix:");
        if (STDERR.contains(name) || unix) {
            return new Output(level, name, (each, line) -> err.println(line));
        }
        LogSink sink = name.startsWith("syslog:")
                ? new SyslogSink(name.substring("syslog:".length()))
                : new FileSink(path(name, prefix));
        return new Output(level, name, sink);
    }

    private static String path(String name, String prefix) {
        return name.startsWith("/") || name.startsWith("syslog:") ? name : prefix + name;
    }

    private static String reason(String path, IOException e) {
        return switch (e) {
            case NoSuchFileException ignored -> "open() \"" + path + "\" failed (2: No such file or directory)";
            case AccessDeniedException ignored -> "open() \"" + path + "\" failed (13: Permission denied)";
            default -> "open() \"" + path + "\" failed (" + e.getMessage() + ")";
        };
    }

    /** Writes a line to each place that takes the level. */
    synchronized void log(LogLevel level, String text) {
        String line = TIME.format(LocalDateTime.now()) + " [" + level + "] " + pid + "#0: " + text;
        for (Output each : outputs) {
            if (level.compareTo(each.level()) <= 0) {
                each.sink().line(level, line);
            }
        }
    }

    /** Opens files anew; one that cannot be opened stays as it is, and the others tell so. */
    synchronized void reopen() {
        for (Output each : outputs) {
            try {
                each.sink().reopen();
            } catch (IOException e) {
                log(LogLevel.EMERG, reason(each.name(), e));
            }
        }
    }

    @Override
    public synchronized void close() {
        outputs.forEach(each -> each.sink().close());
    }
}
