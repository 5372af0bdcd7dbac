package dev.sekisho.telemetry.eventlog;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Where the events of the program go. */
public final class EventLog {

    /** Takes events in place of standard error. Thread-safe, and does not wait for long. */
    @FunctionalInterface
    public interface Receiver {

        /**
         * Takes an event.
         *
         * @param level how grave it is
         * @param text the message on one line; where there is a stack trace, its lines follow
         * @param arguments what the message was made of
         */
        void event(Level level, String text, List<Object> arguments);
    }

    private EventLog() {}

    /** Sends events to the receiver from now on, in place of where they went before. */
    public static void redirect(Receiver receiver) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            Forwarder forwarder = new Forwarder(receiver);
            forwarder.setContext(context);
            forwarder.setName("redirected");
            forwarder.start();
            ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
            root.detachAndStopAllAppenders();
            root.addAppender(forwarder);
        }
    }

    /** Hands events on. */
    private static final class Forwarder extends AppenderBase<ILoggingEvent> {

        private final Receiver receiver;
        private final EventLayout layout = new EventLayout();

        Forwarder(Receiver receiver) {
            this.receiver = receiver;
        }

        @Override
        protected void append(ILoggingEvent event) {
            Object[] arguments = event.getArgumentArray();
            List<Object> given = arguments == null
                    ? List.of()
                    : Arrays.stream(arguments).filter(Objects::nonNull).toList();
            receiver.event(Level.intToLevel(level(event)), layout.text(event), given);
        }

        /** Levels of SLF4J go in steps of ten, those of Logback in steps of ten thousand with gaps. */
        private static int level(ILoggingEvent event) {
            return switch (event.getLevel().toInt()) {
                case ch.qos.logback.classic.Level.ERROR_INT -> org.slf4j.spi.LocationAwareLogger.ERROR_INT;
                case ch.qos.logback.classic.Level.WARN_INT -> org.slf4j.spi.LocationAwareLogger.WARN_INT;
                case ch.qos.logback.classic.Level.INFO_INT -> org.slf4j.spi.LocationAwareLogger.INFO_INT;
                default -> org.slf4j.spi.LocationAwareLogger.DEBUG_INT;
            };
        }
    }
}
