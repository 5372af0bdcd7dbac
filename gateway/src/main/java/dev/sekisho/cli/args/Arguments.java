package dev.sekisho.cli.args;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What was given on a command line. Immutable. */
public final class Arguments {

    private final Map<String, List<String>> options;
    private final List<String> operands;
    private final List<String> rest;

    Arguments(Map<String, List<String>> options, List<String> operands, List<String> rest) {
        this.options = Map.copyOf(options);
        this.operands = List.copyOf(operands);
        this.rest = List.copyOf(rest);
    }

    /** Whether the option was given. */
    public boolean has(Option option) {
        return options.containsKey(option.name());
    }

    /** The value of the option. */
    public Optional<String> text(Option option) {
        return options.getOrDefault(option.name(), List.of()).stream().findFirst();
    }

    /**
     * The value of the option, read by a function that throws {@link IllegalArgumentException} for what it cannot read.
     *
     * @throws UsageException with the message of that exception
     */
    public <T> Optional<T> value(Option option, Function<String, T> reader) throws UsageException {
        return values(option, reader).stream().findFirst();
    }

    /** All values of the option, in order; as {@link #value}. */
    public <T> List<T> values(Option option, Function<String, T> reader) throws UsageException {
        List<T> values = new ArrayList<>();
        for (String text : options.getOrDefault(option.name(), List.of())) {
            try {
                values.add(reader.apply(text));
            } catch (IllegalArgumentException e) {
                throw new UsageException(option.name() + ": " + e.getMessage());
            }
        }
        return values;
    }

    /** All values of the option as they were given, in order. */
    public List<String> given(Option option) {
        return List.copyOf(options.getOrDefault(option.name(), List.of()));
    }

    /** What is no option. */
    public List<String> operands() {
        return operands;
    }

    /** What stands behind {@code --}. */
    public List<String> rest() {
        return rest;
    }
}
