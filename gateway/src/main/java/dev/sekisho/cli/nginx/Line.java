package dev.sekisho.cli.nginx;

import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.nginx.doctor.NginxKinds;
import dev.sekisho.dialect.nginx.syntax.Message;
import dev.sekisho.model.Origin;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something to tell, in nginx's form.
 *
 * @param level how grave it is
 * @param text what, with the place at its end
 */
record Line(LogLevel level, String text) {

    private static final Pattern UNBOUND = Pattern.compile("cannot listen on .*?/?([^/ ]+:\\d+): (.*)");
    private static final Map<String, String> NUMBERS = Map.of(
            "Address already in use", "98: Address already in use",
            "Cannot assign requested address", "99: Cannot assign requested address",
            "Permission denied", "13: Permission denied");

    /** What nginx says itself. */
    static Line of(Message message) {
        LogLevel level = LogLevel.of(message.level().name());
        return new Line(level, message.toString().substring(level.toString().length() + 3));
    }

    /** What else is found: {@code message; fix (code) in FILE:LINE}. */
    static Line of(Diagnostic found) {
        LogLevel level = switch (found.severity()) {
            case ERROR -> LogLevel.EMERG;
            case WARNING -> LogLevel.WARN;
            case INFO -> LogLevel.INFO;
        };
        boolean own =
                found.code().equals(NginxKinds.REFUSED.code()) || found.code().equals(NginxKinds.WARNED.code());
        String fix = found.fix().isEmpty() || own ? "" : "; " + found.fix();
        String code = own ? "" : " (" + found.code() + ")";
        return new Line(level, bound(found.message()) + fix + code + in(found.at()));
    }

    /** The place of something: {@code in FILE:LINE}, or nothing where it is nowhere. */
    static String in(Origin at) {
        if (at.source().isEmpty()) {
            return "";
        }
        boolean option = at.source().equals(Message.COMMAND_LINE);
        return " in " + at.source() + (option || at.line() == 0 ? "" : ":" + at.line());
    }

    /** An address that cannot be had is told in nginx's words, which people and scripts look for. */
    private static String bound(String message) {
        Matcher unbound = UNBOUND.matcher(message);
        return unbound.find()
                ? "bind() to " + unbound.group(1) + " failed ("
                        + NUMBERS.getOrDefault(unbound.group(2), unbound.group(2)) + ")"
                : message;
    }

    /** As nginx prints it before it serves. */
    @Override
    public String toString() {
        return "[" + level + "] " + text;
    }
}
