package dev.sekisho.dialect.nginx.syntax;

import dev.sekisho.model.Origin;
import java.util.Locale;

/**
 * What nginx says about a configuration.
 *
 * @param level how grave it is
 * @param text what it says, in nginx's words, without the place
 * @param place what nginx names as the place, a file and a line; {@link Origin#NONE} where it names none
 * @param at where that is exactly; {@link Origin#NONE} where it is nowhere
 */
public record Message(Level level, String text, Origin place, Origin at) {

    /** The source that stands for {@code -g} of the command line. */
    public static final String COMMAND_LINE = "command line";

    /** Levels of nginx's error log. */
    public enum Level {
        /** nginx does not start. */
        EMERG,
        /** nginx could not read a file. */
        CRIT,
        /** nginx starts, and warns. */
        WARN
    }

    /** An error about something at a place. */
    public static Message emerg(String text, Origin place, Origin at) {
        return new Message(Level.EMERG, text, place, at);
    }

    /** {@code [emerg] unknown directive "x" in /etc/nginx/nginx.conf:3}. */
    @Override
    public String toString() {
        return "[" + level.name().toLowerCase(Locale.ROOT) + "] " + text + in();
    }

    private String in() {
        if (place.source().isEmpty()) {
            return "";
        }
        boolean option = place.source().equals(COMMAND_LINE);
        return " in " + place.source() + (option ? "" : ":" + place.line());
    }
}
