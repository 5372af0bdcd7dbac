package dev.sekisho.cli;

import dev.sekisho.cli.args.Arguments;
import dev.sekisho.cli.args.Syntax;
import dev.sekisho.cli.nginx.DiskFiles;
import dev.sekisho.cli.nginx.NginxProgram;
import java.util.List;
import java.util.OptionalInt;

/** Stands in for nginx on a command line. */
final class NginxCommand implements Command {

    private final Console console;

    NginxCommand(Console console) {
        this.console = console;
    }

    @Override
    public Syntax syntax() {
        return new Syntax(
                "nginx",
                "Tests a configuration of nginx, with nginx's own arguments.",
                "Takes the options of nginx (-h lists them) and answers with its messages and exit codes: -t tests, -T "
                        + "prints, -s sends a signal to the process of the pid file, -V tells what is there. It opens no "
                        + "file but those of the configuration, and looks up no name. It does not serve yet.",
                "",
                "",
                List.of(),
                List.of("sekisho nginx -t -c /etc/nginx/nginx.conf", "sekisho nginx -V"));
    }

    @Override
    public OptionalInt runUnparsed(List<String> arguments) throws InterruptedException {
        NginxProgram program =
                new NginxProgram(VersionCommand.version(), new DiskFiles(), console.out(), console.err());
        return OptionalInt.of(program.run(arguments));
    }

    @Override
    public int run(Arguments arguments) {
        throw new IllegalStateException("its arguments have a form of their own");
    }
}
