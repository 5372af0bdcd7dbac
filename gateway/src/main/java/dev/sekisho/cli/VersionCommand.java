package dev.sekisho.cli;

import dev.sekisho.cli.args.Arguments;
import dev.sekisho.cli.args.Syntax;
import dev.sekisho.dataplane.transport.Transport;
import java.util.List;

/** Says which program this is, and what it runs on. */
final class VersionCommand implements Command {

    private final Console console;

    VersionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Syntax syntax() {
        return new Syntax(
                "version",
                "Prints the version, the JVM and the transport.",
                "The transport is the one that --transport auto takes here. A report of a problem should carry these "
                        + "three lines.",
                "",
                "",
                List.of(),
                List.of("sekisho version"));
    }

    /** The version in the manifest of the jar; {@code development} where classes run without one. */
    static String version() {
        String version = VersionCommand.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public int run(Arguments arguments) {
        console.out().println("sekisho " + version());
        console.out()
                .println("Java " + System.getProperty("java.vm.version") + " (" + System.getProperty("java.vm.name")
                        + ") on " + System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        console.out().println("transport " + Transport.select("auto").name());
        return ExitCodes.OK;
    }
}
