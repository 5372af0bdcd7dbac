package dev.sekisho.dialect.nginx.config;

import dev.sekisho.dialect.nginx.syntax.Directive;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A variable whose value is looked up: by {@code map}, {@code geo} or {@code split_clients}. Immutable, thread-safe.
 *
 * @param kind the block's name
 * @param directive where it is written
 * @param source what is looked up, a text with variables; {@code $remote_addr} where a {@code geo} names none
 * @param variable the variable's name, without dollar sign
 * @param otherwise the value where nothing fits; empty where none is given
 * @param entries the lines with a key and a value, in order
 * @param flags the lines with one word, such as {@code hostnames}, {@code volatile} and {@code ranges}
 */
public record Lookup(
        String kind,
        Directive directive,
        String source,
        String variable,
        String otherwise,
        List<Directive> entries,
        List<String> flags) {

    /** Copies the lists. */
    public Lookup {
        entries = List.copyOf(entries);
        flags = List.copyOf(flags);
    }

    static Lookup of(Directive directive) {
        List<Directive> lines = directive.inside();
        String key = directive.name().equals("split_clients") ? "*" : "default";
        Optional<Directive> otherwise = lines.stream()
                .filter(line -> line.name().equals(key) && line.args().size() == 1)
                .reduce((first, last) -> last);
        return new Lookup(
                directive.name(),
                directive,
                directive.args().size() == 1 ? "$remote_addr" : directive.arg(0),
                directive.texts().getLast().substring(1).toLowerCase(Locale.ROOT),
                otherwise.map(line -> line.arg(0)).orElse(""),
                lines.stream()
                        .filter(line -> !line.args().isEmpty() && !line.name().equals(key))
                        .toList(),
                lines.stream()
                        .filter(line -> line.args().isEmpty())
                        .map(Directive::name)
                        .toList());
    }
}
