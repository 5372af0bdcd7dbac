package dev.sekisho.cli;

import dev.sekisho.cli.args.UsageException;
import dev.sekisho.dialect.Dialect;
import dev.sekisho.model.Model;
import dev.sekisho.model.Nearest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** The command line as a whole. */
public final class Commands {

    private static final List<String> HELP = List.of("help", "--help", "-h");
    private static final List<String> VERSION = List.of("--version", "-V");

    private final Console console;
    private final List<Command> commands;

    private Commands(Console console, List<Command> commands) {
        this.console = console;
        this.commands = commands;
    }

    /** The commands over these dialects. */
    public static Commands of(List<Dialect> dialects, Function<Model, String> writer, Console console) {
        return new Commands(
                console,
                List.of(
                        new QuickstartCommand(dialects, console),
                        new RunCommand(dialects, console),
                        new CheckCommand(dialects, console),
                        new ConvertCommand(dialects, writer, console),
                        new ExplainCommand(dialects, console),
                        new NginxCommand(console),
                        new VersionCommand(console),
                        new TrainingCommand(dialects, console)));
    }

    /** Runs what the arguments ask for; gives the exit code. */
    public int execute(String... arguments) {
        if (arguments.length == 0) {
            console.err().print(help());
            console.err().flush();
            return ExitCodes.USAGE;
        }
        String name = VERSION.contains(arguments[0]) ? "version" : arguments[0];
        if (HELP.contains(name)) {
            console.out().print(help());
            console.out().flush();
            return ExitCodes.OK;
        }
        Optional<Command> command = find(name);
        if (command.isEmpty()) {
            console.say("unknown command: " + name + suggestion(name));
            return ExitCodes.USAGE;
        }
        return execute(command.get(), List.of(arguments).subList(1, arguments.length));
    }

    private int execute(Command command, List<String> arguments) {
        try {
            return perform(command, arguments);
        } catch (UsageException e) {
            console.say(e.text());
            console.err().println("  usage: " + command.syntax().usage());
            console.err().println("  help:  sekisho " + command.syntax().command() + " --help");
            return ExitCodes.USAGE;
        } catch (IOException e) {
            console.say(e.toString());
            return ExitCodes.REFUSED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCodes.DEFECT;
        } catch (RuntimeException e) { // whatever it is, it must not look like a refused configuration
            e.printStackTrace(console.err());
            console.say("this is a defect of Sekisho; please report it with the lines above");
            return ExitCodes.DEFECT;
        }
    }

    private int perform(Command command, List<String> arguments)
            throws UsageException, IOException, InterruptedException {
        String first = arguments.isEmpty() ? "" : arguments.getFirst();
        OptionalInt own = first.equals("--help") ? OptionalInt.empty() : command.runUnparsed(arguments);
        if (own.isPresent()) {
            return own.getAsInt();
        }
        if (HELP.subList(1, HELP.size()).contains(first)) {
            console.out().print(command.syntax().help());
            console.out().flush();
            return ExitCodes.OK;
        }
        return command.run(command.syntax().parse(arguments));
    }

    private Optional<Command> find(String name) {
        return commands.stream()
                .filter(command -> command.syntax().command().equals(name))
                .findFirst();
    }

    private String suggestion(String name) {
        List<String> names = commands.stream().map(c -> c.syntax().command()).toList();
        return Nearest.of(name, names)
                .map(near -> " (did you mean " + near + "?)")
                .orElse(" (sekisho --help lists them)");
    }

    private String help() {
        StringBuilder help = new StringBuilder("Sekisho, an API gateway.\n\n  sekisho COMMAND [ARGUMENT...]\n\n");
        help.append("Commands:\n");
        for (Command command : commands) {
            if (!command.isHidden()) {
                help.append("  ").append(command.syntax().command());
                help.append(" ".repeat(12 - command.syntax().command().length()));
                help.append(command.syntax().header()).append('\n');
            }
        }
        return help.append("\nStart here:  sekisho quickstart\nMore:        sekisho COMMAND --help\n\n")
                .append("Exit codes: 0 done; 1 warnings only, with check --strict; 2 refused or wrong arguments.\n")
                .toString();
    }
}
