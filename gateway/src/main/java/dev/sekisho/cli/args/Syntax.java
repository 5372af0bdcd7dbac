package dev.sekisho.cli.args;

import dev.sekisho.model.Nearest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What may stand behind the name of a command: options, each with {@code --name value} or {@code --name=value}, and
 * operands; behind {@code --}, where the command wants it, whatever is given. Immutable.
 *
 * @param command the command's name
 * @param header what it does, in one line
 * @param description what it does, in a paragraph
 * @param operand what stands for an operand in the help, such as {@code FILE}; empty where there are none
 * @param rest what stands for the arguments behind {@code --} in the help; empty where there are none
 * @param options its options
 * @param examples command lines to learn from
 */
public record Syntax(
        String command,
        String header,
        String description,
        String operand,
        String rest,
        List<Option> options,
        List<String> examples) {

    /**
     * Reads what was given.
     *
     * @throws UsageException where it does not fit
     */
    public Arguments parse(List<String> given) throws UsageException {
        Map<String, List<String>> values = new HashMap<>();
        List<String> operands = new ArrayList<>();
        int i = 0;
        while (i < given.size() && !(given.get(i).equals("--") && !rest.isEmpty())) {
            String word = given.get(i);
            i++;
            if (!word.startsWith("-") || word.length() == 1) {
                operands.add(word);
                continue;
            }
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            Option option = option(equals < 0 ? word : word.substring(0, equals));
            if (option.isFlag() && equals >= 0) {
                throw new UsageException(word + " (expected: " + option.name() + " without a value)");
            }
            String value = "";
            if (equals >= 0) {
                value = word.substring(equals + 1);
            } else if (!option.isFlag()) {
                value = next(given, i, option);
                i++;
            }
            add(values, option, value);
        }
        check(operands);
        return new Arguments(values, operands, given.subList(Math.min(i + 1, given.size()), given.size()));
    }

    private Option option(String name) throws UsageException {
        Optional<Option> found =
                options.stream().filter(o -> o.name().equals(name)).findFirst();
        if (found.isEmpty()) {
            throw new UsageException("unknown option: " + name
                    + Nearest.of(name, options.stream().map(Option::name).toList())
                            .map(near -> " (did you mean " + near + "?)")
                            .orElse(""));
        }
        return found.get();
    }

    private static String next(List<String> given, int at, Option option) throws UsageException {
        if (at == given.size()) {
            throw new UsageException(option.name() + ": no value (expected: " + option.label() + ")");
        }
        return given.get(at);
    }

    private static void add(Map<String, List<String>> values, Option option, String value) throws UsageException {
        List<String> before = values.computeIfAbsent(option.name(), name -> new ArrayList<>());
        if (!before.isEmpty() && !option.repeats()) {
            throw new UsageException(option.name() + ": given twice (expected: once)");
        }
        before.add(value);
    }

    private void check(List<String> operands) throws UsageException {
        if (operand.isEmpty() && !operands.isEmpty()) {
            throw new UsageException("unexpected argument: " + operands.getFirst());
        }
        if (!operand.isEmpty() && operands.isEmpty()) {
            throw new UsageException("no " + operand + " (expected: at least one)");
        }
    }

    /** {@code sekisho run FILE... [OPTION...]}. */
    public String usage() {
        return "sekisho " + command + (operand.isEmpty() ? "" : " " + operand + "...")
                + (options.isEmpty() ? "" : " [OPTION...]") + (rest.isEmpty() ? "" : " -- " + rest);
    }

    /** All there is to know, as lines of at most 100 characters. */
    public String help() {
        StringBuilder help = new StringBuilder(header).append("\n\n  ").append(usage());
        help.append("\n\n").append(Paragraph.wrap(description, 0));
        if (!options.isEmpty()) {
            help.append("\nOptions:\n");
        }
        for (Option option : options) {
            help.append("  ").append(option.label()).append('\n');
            help.append(Paragraph.wrap(option.description(), 6));
        }
        help.append(examples.size() == 1 ? "\nExample:\n" : "\nExamples:\n");
        examples.forEach(example -> help.append("  ").append(example).append('\n'));
        return help.toString();
    }
}
