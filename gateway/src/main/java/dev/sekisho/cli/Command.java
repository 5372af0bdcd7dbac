package dev.sekisho.cli;

import dev.sekisho.cli.args.Arguments;
import dev.sekisho.cli.args.Syntax;
import dev.sekisho.cli.args.UsageException;
import java.io.IOException;

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

    /** Whether the list of commands leaves it out. */
    default boolean isHidden() {
        return false;
    }
}
