package dev.sekisho.cli;

import dev.sekisho.cli.args.Arguments;
import dev.sekisho.cli.args.Option;
import dev.sekisho.cli.args.Syntax;
import dev.sekisho.cli.args.UsageException;
import dev.sekisho.dialect.Dialect;
import dev.sekisho.model.Address;
import dev.sekisho.model.Durations;
import dev.sekisho.server.Gateway;
import dev.sekisho.server.GatewayOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Serves a configuration until it is told to stop. */
final class RunCommand implements Command {

    private static final String OFF = "off";
    private static final GatewayOptions DEFAULTS = GatewayOptions.defaults();
    private static final Duration DRAIN = Duration.ofSeconds(30);

    private static final Option LISTEN = Option.repeated(
            "--listen", "ADDR", "Listen here, in place of the configured addresses; port 0 takes a free one.");
    private static final Option TLS_LISTEN = Option.repeated(
            "--tls-listen", "ADDR", "The same for the addresses of listeners with TLS, which --listen leaves alone.");
    private static final Option ADMIN =
            Option.of("--admin", "ADDR", "Where the admin API listens, or off. Left out: 127.0.0.1:8001.");
    private static final Option CONNECT_TO = Option.repeated(
            "--connect-to",
            "HOST:PORT=ADDR:PORT",
            "Where an address of the configuration, of an upstream, a log or a store, really is, as curl's option of that name.");
    private static final Option TRANSPORT = Option.of(
            "--transport",
            "NAME",
            "auto, io_uring, epoll or nio. auto, which is the default, takes the first of them that works here.");
    private static final Option LOOPS = Option.of("--loops", "N", "Event loops. Left out: one for each processor.");
    private static final Option LAST_GOOD = Option.of(
            "--last-good",
            "DIR",
            "Where the last configuration that served is kept, so that a start beside a broken file serves it; or off. "
                    + "Left out: $XDG_STATE_HOME/sekisho, or ~/.local/state/sekisho.");
    private static final Option NO_WATCH = Option.flag("--no-watch", "Do not look for changes of the files.");
    private static final Option DRAIN_TIMEOUT =
            Option.of("--drain-timeout", "TIME", "How long requests under way may take after SIGTERM. Left out: 30s.");

    private final List<Dialect> dialects;
    private final Console console;

    RunCommand(List<Dialect> dialects, Console console) {
        this.dialects = dialects;
        this.console = console;
    }

    @Override
    public Syntax syntax() {
        return new Syntax(
                "run",
                "Serves a configuration.",
                "Serves until SIGTERM or Ctrl-C, then drains: what is under way ends first, and the exit code is 0; a "
                        + "second signal ends it at once. A changed file is read again by itself, on SIGHUP (which also "
                        + "opens the access log again) and on POST /reload of the admin API. A file with errors changes "
                        + "nothing: what serves serves on.",
                Configurations.FILE,
                "",
                List.of(
                        LISTEN,
                        TLS_LISTEN,
                        ADMIN,
                        CONNECT_TO,
                        Configurations.DIALECT,
                        Configurations.STRICT,
                        Configurations.KONG_HEADERS,
                        TRANSPORT,
                        LOOPS,
                        LAST_GOOD,
                        NO_WATCH,
                        DRAIN_TIMEOUT),
                List.of(
                        "sekisho run gateway.yaml",
                        "sekisho run gateway.yaml --listen 127.0.0.1:9000 --admin off",
                        "sekisho run gateway.yaml --connect-to users.internal:80=127.0.0.1:3000"));
    }

    @Override
    public int run(Arguments arguments) throws UsageException, InterruptedException {
        return run(arguments, (service, gateway) -> {});
    }

    /** Serves, and calls {@code ready} once it does. */
    int run(Arguments arguments, BiConsumer<Service, Gateway> ready) throws UsageException, InterruptedException {
        Duration drain = arguments.value(DRAIN_TIMEOUT, Durations::parse).orElse(DRAIN);
        Service service = new Service(Configurations.source(arguments, dialects), console, drain);
        return service.run(options(arguments), gateway -> ready.accept(service, gateway));
    }

    private static GatewayOptions options(Arguments arguments) throws UsageException {
        Map<Address, Address> connectTo = new HashMap<>();
        arguments.values(CONNECT_TO, RunCommand::pair).forEach(pair -> connectTo.put(pair.named(), pair.real()));
        return new GatewayOptions(
                arguments.text(TRANSPORT).orElse(DEFAULTS.transport()),
                arguments.value(LOOPS, RunCommand::loops).orElse(DEFAULTS.loops()),
                arguments.values(LISTEN, Address::parse),
                arguments.values(TLS_LISTEN, Address::parse),
                arguments.value(ADMIN, RunCommand::address).orElse(DEFAULTS.admin()),
                connectTo,
                arguments.value(LAST_GOOD, RunCommand::folder).orElseGet(StateFolder::ofUser),
                !arguments.has(NO_WATCH));
    }

    private static Optional<Address> address(String text) {
        return text.equals(OFF) ? Optional.empty() : Optional.of(Address.parse(text));
    }

    private static Optional<Path> folder(String text) {
        return text.equals(OFF) ? Optional.empty() : Optional.of(Path.of(text));
    }

    private static int loops(String text) {
        if (!text.matches("[1-9][0-9]{0,3}")) {
            throw new IllegalArgumentException(text + " (expected: 1 to 9999)");
        }
        return Integer.parseInt(text);
    }

    private record Pair(Address named, Address real) {}

    private static Pair pair(String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException(text + " (expected: HOST:PORT=ADDR:PORT)");
        }
        return new Pair(Address.parse(text.substring(0, equals)), Address.parse(text.substring(equals + 1)));
    }
}
