package dev.sekisho.cli;

import dev.sekisho.cli.args.Arguments;
import dev.sekisho.cli.args.Option;
import dev.sekisho.cli.args.Syntax;
import dev.sekisho.cli.args.UsageException;
import dev.sekisho.cli.diff.Comparison;
import dev.sekisho.cli.diff.Guide;
import dev.sekisho.cli.text.Words;
import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.Dialect;
import dev.sekisho.server.ConfigurationSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Says which requests another configuration would treat otherwise. */
final class DiffCommand implements Command {

    private static final Option LOG =
            Option.repeated("--log", "FILE", "An access log of Sekisho, whose requests are asked about too.");
    private static final Option HOST = Option.of(
            "--host", "NAME", "The host of requests in the log that do not tell theirs. Left out: localhost.");

    private final List<Dialect> dialects;
    private final Console console;

    DiffCommand(List<Dialect> dialects, Console console) {
        this.dialects = dialects;
        this.console = console;
    }

    @Override
    public Syntax syntax() {
        return new Syntax(
                "diff",
                "Tells what another configuration changes for requests.",
                "Takes two files, of the same language or not. Compares their parts by name, then sends requests through "
                        + "the routers of both: some made from the hosts, paths and methods of their routes, and with "
                        + "--log those of an access log. Requests whose route, policies, backend or rewritten form "
                        + "changes are counted, with an example of each. Exit codes: 0 no difference, 1 differences, "
                        + "2 errors.",
                Configurations.FILE,
                "",
                List.of(LOG, HOST),
                List.of(
                        "sekisho diff old.yaml new.yaml",
                        "sekisho diff old.yaml new.yaml --log /var/log/sekisho/access.log --host api.example.com"));
    }

    @Override
    public int run(Arguments arguments) throws UsageException, IOException {
        if (arguments.operands().size() != 2) {
            String found = Words.count(arguments.operands().size(), "file");
            throw new UsageException(found + " (expected: two, the old one and the new one)");
        }
        String host = arguments.value(HOST, DiffCommand::host).orElse("localhost");
        List<Path> logs = arguments.values(LOG, Path::of);
        Compilation before = compile(arguments.operands().getFirst());
        Compilation after = compile(arguments.operands().getLast());
        if (before.failed() || after.failed()) {
            return ExitCodes.REFUSED;
        }
        try (Offline offline = new Offline();
                Offline other = new Offline()) {
            Guide old = new Guide(offline.build(before.model()), offline.loop());
            Guide now = new Guide(other.build(after.model()), other.loop());
            Comparison comparison = new Comparison(old, now, console.out());
            comparison.models();
            comparison.samples();
            for (Path log : logs) {
                comparison.log(log, host);
            }
            console.out().flush();
            return comparison.isDifferent() ? ExitCodes.WARNINGS : ExitCodes.OK;
        } catch (IllegalArgumentException e) {
            console.say(String.valueOf(e.getMessage()));
            return ExitCodes.REFUSED;
        }
    }

    private Compilation compile(String file) {
        Compilation compilation = new ConfigurationSource(List.of(Path.of(file)), dialects, Optional.empty()).compile();
        if (compilation.failed()) {
            Diagnostics.print(compilation.diagnostics(), console.err());
        }
        return compilation;
    }

    private static String host(String text) {
        if (!text.matches("[A-Za-z0-9._:\\[\\]-]+")) {
            throw new IllegalArgumentException(text + " (expected: a host name)");
        }
        return text;
    }
}
