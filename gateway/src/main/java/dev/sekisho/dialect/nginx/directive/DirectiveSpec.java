package dev.sekisho.dialect.nginx.directive;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A directive that nginx has. Immutable.
 *
 * @param name its name
 * @param contexts where it may stand; all for {@code include}
 * @param arguments how many arguments it takes
 * @param isBlock whether it has braces
 * @param kind what its arguments are
 * @param values the values it may have, where they are a list
 * @param bounds its least and greatest value, where it has them; empty or two numbers
 * @param since the version that brought it, {@code plus} for NGINX Plus; empty where 1.22 has it
 */
public record DirectiveSpec(
        String name,
        Set<Context> contexts,
        Arity arguments,
        boolean isBlock,
        ValueKind kind,
        List<String> values,
        List<Long> bounds,
        String since) {

    /**
     * How many arguments a directive takes.
     *
     * @param counts the numbers; empty for any number
     * @param atLeast the least number where there is no greatest, else 0
     */
    public record Arity(Set<Integer> counts, int atLeast) {

        /** Whether so many fit. */
        public boolean fits(int count) {
            return counts.isEmpty() ? count >= atLeast : counts.contains(count);
        }

        static Arity of(String text) {
            if (text.equals("any")) {
                return new Arity(Set.of(), 0);
            }
            if (text.endsWith("+")) {
                return new Arity(Set.of(), Integer.parseInt(text.substring(0, text.length() - 1)));
            }
            return new Arity(
                    Set.copyOf(
                            Arrays.stream(text.split(",")).map(Integer::valueOf).toList()),
                    0);
        }
    }

    /** Reads a line of the table. */
    static DirectiveSpec of(String line) {
        List<String> words = List.of(line.split(" "));
        boolean isBlock = words.get(2).endsWith("{");
        String arity = isBlock ? words.get(2).substring(0, words.get(2).length() - 1) : words.get(2);
        boolean versioned = words.getLast().startsWith("@");
        String more = words.size() - (versioned ? 1 : 0) > 4 ? words.get(4) : "";
        ValueKind kind = ValueKind.valueOf(words.get(3).toUpperCase(Locale.ROOT));
        return new DirectiveSpec(
                words.getFirst(),
                contexts(words.get(1)),
                Arity.of(arity),
                isBlock,
                kind,
                kind == ValueKind.NUMBER || more.isEmpty() ? List.of() : List.of(more.split("\\|")),
                kind == ValueKind.NUMBER && !more.isEmpty()
                        ? Arrays.stream(more.split("\\.\\.")).map(Long::valueOf).toList()
                        : List.of(),
                versioned ? words.getLast().substring(1) : "");
    }

    private static Set<Context> contexts(String text) {
        if (text.equals("any")) {
            return EnumSet.allOf(Context.class);
        }
        EnumSet<Context> contexts = EnumSet.noneOf(Context.class);
        Arrays.stream(text.split(",")).map(Context::of).forEach(contexts::add);
        return contexts;
    }
}
