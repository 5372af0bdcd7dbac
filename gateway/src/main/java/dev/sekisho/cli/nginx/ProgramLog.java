package dev.sekisho.cli.nginx;

import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.telemetry.eventlog.EventLog;
import java.util.List;
import org.slf4j.event.Level;

/** The error log over changes of the configuration; also takes what all other parts of the program log. Thread-safe. */
final class ProgramLog implements AutoCloseable {

    private volatile ErrorLog log;

    ProgramLog(ErrorLog log) {
        this.log = log;
    }

    /** Takes the events of the program from now on. */
    void takeEvents() {
        EventLog.redirect(this::event);
    }

    private void event(Level level, String text, List<Object> arguments) {
        if (arguments.size() == 1 && arguments.getFirst() instanceof Diagnostic found) {
            log(Line.of(found));
        } else {
            log.log(level(level), text);
        }
    }

    private static LogLevel level(Level level) {
        return switch (level) {
            case ERROR -> LogLevel.ERROR;
            case WARN -> LogLevel.WARN;
            case INFO -> LogLevel.NOTICE;
            case DEBUG, TRACE -> LogLevel.DEBUG;
        };
    }

    /** Writes what a configuration gives reason to. */
    void log(Line line) {
        log.log(line.level(), Printable.of(line.text()));
    }

    /** Writes what happens as it should. */
    void notice(String text) {
        log.log(LogLevel.NOTICE, text);
    }

    /** Opens its files anew. */
    void reopen() {
        log.reopen();
    }

    /** Goes on in another log. */
    void change(ErrorLog next) {
        ErrorLog earlier = log;
        log = next;
        earlier.close();
    }

    @Override
    public void close() {
        log.close();
    }
}
