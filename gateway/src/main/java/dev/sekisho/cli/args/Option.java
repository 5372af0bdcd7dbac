package dev.sekisho.cli.args;

/**
 * An option of a command.
 *
 * @param name as it is written, such as {@code --listen} or {@code -X}
 * @param value what stands for its value in the help, such as {@code ADDR}; empty for a switch
 * @param repeats whether it may be given more than once
 * @param description what it does, for the help
 */
public record Option(String name, String value, boolean repeats, String description) {

    /** An option with a value. */
    public static Option of(String name, String value, String description) {
        return new Option(name, value, false, description);
    }

    /** An option with a value that may be given more than once. */
    public static Option repeated(String name, String value, String description) {
        return new Option(name, value, true, description + " May repeat.");
    }

    /** An option without value. */
    public static Option flag(String name, String description) {
        return new Option(name, "", false, description);
    }

    boolean isFlag() {
        return value.isEmpty();
    }

    /** {@code --listen ADDR}. */
    String label() {
        return isFlag() ? name : name + " " + value;
    }
}
