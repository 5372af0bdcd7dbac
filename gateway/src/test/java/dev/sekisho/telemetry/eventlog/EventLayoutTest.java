package dev.sekisho.telemetry.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class EventLayoutTest {

    /** The layout as Logback's own pattern, as the oracle. */
    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %-5level %logger{0}: "
            + "%replace(%msg){'[\\x00-\\x1f\\x7f-\\x9f]+', ' '}%n"
            + "%replace(%rEx{20}){'[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f]+', ' '}";

    private final LoggerContext context = new LoggerContext();

    private LoggingEvent event(String logger, Level level, String message, Throwable... thrown) {
        LoggingEvent event = new LoggingEvent(
                "", context.getLogger(logger), level, message, thrown.length == 0 ? null : thrown[0], null);
        event.setInstant(Instant.parse("2026-01-31T12:00:00.120Z"));
        return event;
    }

    private String expected(ILoggingEvent event) {
        PatternLayout oracle = new PatternLayout();
        oracle.setContext(context);
        oracle.setPattern(PATTERN);
        oracle.start();
        return oracle.doLayout(event);
    }

    @Test
    void oneLineAnEvent() {
        assertThat(new EventLayout().doLayout(event("dev.sekisho.server.Gateway", Level.INFO, "serving 1 routes")))
                .isEqualTo("2026-01-31T12:00:00.120Z INFO  Gateway: serving 1 routes" + System.lineSeparator());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "a\r\nb\u001b[31m\u009b\u0000c", "\n", "\u00e9\u4e2d\ud83d\ude00\u2028"})
    void controlsBecomeSpaces(String message) {
        for (Level level : new Level[] {Level.ERROR, Level.WARN, Level.INFO}) {
            ILoggingEvent event = event("Main", level, message);
            assertThat(new EventLayout().doLayout(event)).isEqualTo(expected(event));
        }
    }

    @Test
    void tracesHaveTheirRootCauseFirst() {
        Throwable thrown = new IllegalStateException("outer\u0007\r\n", new RuntimeException("inner\u001b"));
        thrown.addSuppressed(new RuntimeException("aside"));
        ILoggingEvent event = event("a.b.C", Level.ERROR, "failed", thrown);
        assertThat(new EventLayout().doLayout(event))
                .isEqualTo(expected(event))
                .contains("RuntimeException: inner ", "aside")
                .doesNotContain("\u0007", "\u001b", "\r");
    }

    @Test
    void isWhatLogbackStartsWith() {
        LoggerContext running = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger root = running.getLogger(Logger.ROOT_LOGGER_NAME);
        assertThat(root.getLevel()).isEqualTo(Level.INFO);
        assertThat(root.getAppender("stderr")).isNotNull();
        assertThat(running.getStatusManager().getCopyOfStatusListenerList()).isNotEmpty();
    }
}
