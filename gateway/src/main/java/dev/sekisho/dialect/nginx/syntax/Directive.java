package dev.sekisho.dialect.nginx.syntax;

import dev.sekisho.model.Origin;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A directive. Immutable.
 *
 * @param word its name
 * @param args its arguments
 * @param block what stands in its braces
 * @param end where its semicolon or opening brace stands: the line that nginx names in messages about it
 */
public record Directive(Word word, List<Word> args, Optional<Block> block, Origin end) {

    /** Copies the list. */
    public Directive {
        args = List.copyOf(args);
    }

    /** Its name. */
    public String name() {
        return word.text();
    }

    /** Where it begins. */
    public Origin at() {
        return word.at();
    }

    /** The text of an argument, counted from 0. */
    public String arg(int index) {
        return args.get(index).text();
    }

    /** The texts of its arguments. */
    public List<String> texts() {
        return args.stream().map(Word::text).toList();
    }

    /** The directives inside; none where it has no block. */
    public List<Directive> inside() {
        return block.map(Block::directives).orElse(List.of());
    }

    /** The directives inside that have this name, in order. */
    public Stream<Directive> inside(String name) {
        return inside().stream().filter(each -> each.name().equals(name));
    }

    /** As it is written, with single blanks and quotes only where they are needed; a block as three dots. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name());
        args.forEach(arg -> text.append(' ').append(written(arg)));
        return text.append(block.isPresent() ? " {…}" : ";").toString();
    }

    private static String written(Word word) {
        boolean plain =
                !word.text().isEmpty() && word.text().chars().noneMatch(c -> c <= ' ' || ";{}\"'".indexOf(c) >= 0);
        return plain ? word.text() : '"' + word.text().replace("\"", "\\\"") + '"';
    }
}
