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
                "Serves or tests a configuration of nginx, with nginx's own arguments.",
                "Takes the options of nginx (-h lists them) and answers with its messages and exit codes. Without -t, "
                        + "-T or -s it serves, in the background unless the configuration or -g says daemon off. -t tests, "
                        + "-T prints, -s sends a signal to the process of the pid file, -V tells what is there. Through a "
                        + "link named nginx to the script sekisho, nginx alone does the same.",
                "",
                "",
                List.of(),
                List.of(
                        "sekisho nginx -t -c /etc/nginx/nginx.conf",
                        "sekisho nginx -p \"$PWD\" -c nginx.conf -g 'daemon off;'",
                        "sekisho nginx -p \"$PWD\" -c nginx.conf -s reload"));
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
