package dev.sekisho.telemetry.eventlog;

import ch.qos.logback.classic.pattern.RootCauseFirstThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One line an event: {@code 2026-01-31T12:00:00.000Z INFO  Gateway: message}, time in UTC; behind it, where there is one,
 * the stack trace, root cause first, 20 frames of each. Controls and line breaks within a message become one space,
 * since a message may quote what a client sent; in a trace all but tabs and line breaks do. Thread-safe.
 */
final class EventLayout extends LayoutBase<ILoggingEvent> {

    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);
    private static final int LEVEL_WIDTH = 5;
    private static final String FRAMES = "20";

    private @Nullable RootCauseFirstThrowableProxyConverter traces; // made for the first trace: most starts have none

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        TIME.formatTo(event.getInstant(), line);
        String level = event.getLevel().toString();
        line.append(' ').append(level).repeat(' ', Math.max(0, LEVEL_WIDTH - level.length()));
        line.append(' ').append(text(event)).append(System.lineSeparator());
        return line.toString();
    }

    /** What it says, without time and level and without a line break at the end. */
    String text(ILoggingEvent event) {
        StringBuilder text = new StringBuilder(160);
        String logger = event.getLoggerName();
        text.append(logger, logger.lastIndexOf('.') + 1, logger.length()).append(": ");
        append(event.getFormattedMessage(), false, text);
        if (event.getThrowableProxy() != null) {
            append("\n", true, text);
            append(trace(event).stripTrailing(), true, text);
        }
        return text.toString();
    }

    private synchronized String trace(ILoggingEvent event) {
        if (traces == null) {
            traces = new RootCauseFirstThrowableProxyConverter();
            traces.setOptionList(List.of(FRAMES));
            traces.start();
        }
        return traces.convert(event);
    }

    /** Appends text with each run of controls as one space; those that make up the lines of a trace stay. */
    private static void append(@Nullable String text, boolean lines, StringBuilder to) {
        boolean run = false;
        for (int i = 0; text != null && i < text.length(); i++) {
            char c = text.charAt(i);
            boolean control = Character.isISOControl(c) && !(lines && (c == '\n' || c == '\t'));
            if (!control) {
                to.append(c);
            } else if (!run) {
                to.append(' ');
            }
            run = control;
        }
    }
}
