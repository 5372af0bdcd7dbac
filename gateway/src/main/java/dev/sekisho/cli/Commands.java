package dev.sekisho.cli;

import dev.sekisho.dialect.Dialect;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line as a whole: every command, and what they have in common. */
public final class Commands {

    @Command(
            name = "sekisho",
            header = "Sekisho, an API gateway.",
            description = "%nServes, checks and explains gateway configurations.%n",
            synopsisSubcommandLabel = "COMMAND",
            footer = {
                "",
                "Start here:  sekisho quickstart",
                "More:        sekisho COMMAND --help",
                "",
                "Exit codes: 0 done; 1 warnings only, with check --strict; 2 refused configuration or wrong arguments."
            })
    private static final class Root {}

    private Commands() {}

    /** The commands over these dialects. */
    public static CommandLine of(List<Dialect> dialects, Console console) {
        CommandLine line = new CommandLine(new Root())
                .addSubcommand(new RunCommand(dialects, console))
                .addSubcommand(new VersionCommand(console));
        line.setOut(console.out()).setErr(console.err());
        Arguments.register(line);
        line.setExecutionExceptionHandler((e, command, result) -> {
            e.printStackTrace(console.err());
            console.say("this is a defect of Sekisho; please report it with the lines above");
            return ExitCodes.DEFECT;
        });
        line.getSubcommands().values().forEach(Commands::help);
        help(line);
        return line;
    }

    private static void help(CommandLine line) {
        line.getCommandSpec().mixinStandardHelpOptions(true);
        line.getCommandSpec().version("sekisho " + VersionCommand.version());
    }
}
