package dev.sekisho.cli;

import dev.sekisho.dataplane.transport.Transport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Says which program this is, and what it runs on. */
@Command(
        name = "version",
        header = "Prints the version, the JVM and the transport.",
        description = "A report of a problem should carry these three lines.%n",
        footer = {"", "Example:", "  sekisho version"})
final class VersionCommand implements Callable<Integer> {

    private final Console console;

    VersionCommand(Console console) {
        this.console = console;
    }

    /** The version in the manifest of the jar; {@code development} where classes run without one. */
    static String version() {
        String version = VersionCommand.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public Integer call() {
        console.out().println("sekisho " + version());
        console.out()
                .println("Java " + System.getProperty("java.vm.version") + " (" + System.getProperty("java.vm.name")
                        + ") on " + System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        console.out().println("transport " + Transport.select("auto").name());
        return ExitCodes.OK;
    }
}
