package dev.sekisho.cli;

import dev.sekisho.cli.args.Arguments;
import dev.sekisho.cli.args.Syntax;
import dev.sekisho.cli.args.UsageException;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/** A command. */
interface Command {

    /** What may stand behind its name. */
    Syntax syntax();

    /**
     * Does it; gives the exit code.
     *
     * @throws UsageException where an argument cannot be used
     */
    int run(Arguments arguments) throws UsageException, IOException, InterruptedException;

    /** Does it with arguments of a form of their own; nothing where they have the form of {@link #syntax}, as nearly all do. */
    default OptionalInt runUnparsed(List<String> arguments) throws InterruptedException {
        return OptionalInt.empty();
    }

    /** Whether the list of commands leaves it out. */
    default boolean isHidden() {
        return false;
    }
}
