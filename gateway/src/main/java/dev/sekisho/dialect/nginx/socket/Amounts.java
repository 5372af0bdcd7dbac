package dev.sekisho.dialect.nginx.socket;

import dev.sekisho.dialect.nginx.config.Defaults;
import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.directive.Values;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.model.Size;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Amounts of settings in the units and bounds of the model. */
public final class Amounts {

    private Amounts() {}

    /** All that directives of a name say in a place, as text that can be compared. */
    public static String of(Settings settings, String name) {
        List<Directive> all = settings.all(name);
        List<Directive> said = all.isEmpty() ? Defaults.of(name).stream().toList() : all;
        return said.stream().map(Amounts::arguments).collect(Collectors.joining(", "));
    }

    private static String arguments(Directive directive) {
        return String.join(" ", directive.texts());
    }

    /** A time, within bounds; {@code otherwise} where none is written and none is the default. */
    public static Duration time(Settings settings, String name, Duration least, Duration most, Duration otherwise) {
        long millis = settings.milliseconds(name).orElse(otherwise.toMillis());
        return Duration.ofMillis(Math.clamp(millis, least.toMillis(), most.toMillis()));
    }

    /** A number, within bounds. */
    public static int number(String text, int least, int most, int otherwise) {
        long number = Values.number(text).orElse(otherwise);
        return (int) Math.clamp(number, (long) least, (long) most);
    }

    /** Bytes, within bounds. */
    public static Size size(long bytes, long least, long most) {
        return new Size(Math.clamp(bytes, least, most));
    }
}
