package dev.sekisho.cli;

import dev.sekisho.cli.args.Arguments;
import dev.sekisho.cli.args.Option;
import dev.sekisho.cli.args.Syntax;
import dev.sekisho.cli.args.UsageException;
import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.Dialect;
import dev.sekisho.snapshot.Snapshot;
import java.util.List;
import java.util.Optional;

/** Says what a configuration would do with a request. */
final class ExplainCommand implements Command {

    private static final int OTHERS = 20;
    private static final Option ALL =
            Option.flag("--all", "Name every route that loses, not only the " + OTHERS + " nearest.");

    private final List<Dialect> dialects;
    private final Console console;

    ExplainCommand(List<Dialect> dialects, Console console) {
        this.dialects = dialects;
        this.console = console;
    }

    @Override
    public Syntax syntax() {
        return new Syntax(
                "explain",
                "Says which route gets a request, why, and what happens to it there.",
                "Behind -- stands the request, as for curl: a URL or a path, and -X METHOD, -H 'NAME: VALUE', -d DATA, "
                        + "--cookie 'NAME=VALUE', --from CLIENT-ADDRESS. Nothing is sent. A request that the gateway "
                        + "would refuse is told with the reason that the access log would name. tls://NAME:PORT, tcp://:PORT "
                        + "and udp://:PORT ask for streams in place of routes, and -X CONNECT HOST:PORT for a tunnel.",
                Configurations.FILE,
                "[curl] URL [-X METHOD] [-H 'NAME: VALUE']...",
                List.of(ALL, Configurations.DIALECT, Configurations.STRICT, Configurations.KONG_HEADERS),
                List.of(
                        "sekisho explain gateway.yaml -- /users/7",
                        "sekisho explain gateway.yaml -- -X POST -H 'X-Canary: true' http://api.example.com/orders",
                        "sekisho explain --all gateway.yaml -- --from 192.0.2.7 /internal/jobs",
                        "sekisho explain gateway.yaml -- tls://db.example.com:5432"));
    }

    @Override
    public int run(Arguments arguments) throws UsageException {
        boolean stream = StreamDecision.isAsked(arguments.rest());
        Optional<CurlRequest> request = stream ? Optional.empty() : Optional.of(CurlRequest.parse(arguments.rest()));
        Compilation compilation = Configurations.source(arguments, dialects).compile();
        if (compilation.failed()) {
            Diagnostics.print(compilation.diagnostics(), console.err());
            return ExitCodes.REFUSED;
        }
        try (Offline offline = new Offline()) {
            Snapshot snapshot = offline.build(compilation.model());
            if (request.isEmpty()) {
                new StreamDecision(snapshot.model(), console.out())
                        .explain(arguments.rest().getFirst());
            } else {
                new Decision(snapshot, offline.loop(), console.out())
                        .explain(request.get(), arguments.has(ALL) ? Integer.MAX_VALUE : OTHERS);
            }
            return ExitCodes.OK;
        } catch (IllegalArgumentException e) {
            console.say(String.valueOf(e.getMessage()));
            return ExitCodes.REFUSED;
        }
    }
}
