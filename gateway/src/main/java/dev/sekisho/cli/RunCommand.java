package dev.sekisho.cli;

import dev.sekisho.cli.Arguments.AddressOrOff;
import dev.sekisho.cli.Arguments.FolderOrOff;
import dev.sekisho.dialect.Dialect;
import dev.sekisho.model.Address;
import dev.sekisho.server.GatewayOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves a configuration until it is told to stop. */
@Command(
        name = "run",
        header = "Serves a configuration.",
        description = {
            "%nServes until SIGTERM or Ctrl-C, then drains: no new connections, what is under way ends first. "
                    + "A changed file is read again by itself; so it is on SIGHUP (which also opens the access log "
                    + "again) and on POST /reload of the admin API. A file with errors changes nothing: what serves "
                    + "serves on.%n"
        },
        footer = {
            "",
            "Examples:",
            "  sekisho run gateway.yaml",
            "  sekisho run gateway.yaml --listen 127.0.0.1:9000 --admin off",
            "  sekisho run gateway.yaml --connect-to users.internal:80=127.0.0.1:3000"
        })
final class RunCommand implements Callable<Integer> {

    private final List<Dialect> dialects;
    private final Console console;

    @Mixin
    private final ConfigurationFiles files = new ConfigurationFiles();

    @Option(
            names = "--listen",
            paramLabel = "ADDR",
            description = "Listen here, in place of the configured addresses; port 0 takes a free one. May repeat.")
    private List<Address> listen = List.of();

    @Option(
            names = "--admin",
            paramLabel = "ADDR",
            defaultValue = "127.0.0.1:8001",
            description = "Where the admin API listens, or off. Default: ${DEFAULT-VALUE}.")
    private AddressOrOff admin = new AddressOrOff(Optional.empty());

    @Option(
            names = "--connect-to",
            paramLabel = "HOST:PORT=ADDR:PORT",
            description = "Where an upstream address of the configuration really is. May repeat.")
    private Map<Address, Address> connectTo = Map.of();

    @Option(
            names = "--transport",
            paramLabel = "NAME",
            defaultValue = "auto",
            description = "auto, io_uring, epoll or nio; auto takes the first of them that works here.")
    private String transport = "";

    @Option(names = "--loops", paramLabel = "N", description = "Event loops. Default: one for each processor.")
    private int loops = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--last-good",
            paramLabel = "DIR",
            description = "Where the last configuration that served is kept, for a start beside a broken file; or off. "
                    + "Default: $XDG_STATE_HOME/sekisho, else ~/.local/state/sekisho.")
    private Optional<FolderOrOff> lastGood = Optional.empty();

    @Option(names = "--no-watch", description = "Do not look for changes of the files.")
    private boolean noWatch;

    @Option(
            names = "--drain-timeout",
            paramLabel = "TIME",
            defaultValue = "30s",
            description = "How long requests under way may take after SIGTERM. Default: ${DEFAULT-VALUE}.")
    private Duration drainTimeout = Duration.ZERO;

    RunCommand(List<Dialect> dialects, Console console) {
        this.dialects = dialects;
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (loops < 1) {
            console.say("--loops: " + loops + " (expected: >= 1)");
            return ExitCodes.USAGE;
        }
        return new Service(files.source(dialects), console, drainTimeout).run(options());
    }

    private GatewayOptions options() {
        Optional<Path> kept = lastGood.isPresent() ? lastGood.get().folder() : StateFolder.ofUser();
        return new GatewayOptions(transport, loops, listen, admin.address(), connectTo, kept, !noWatch);
    }
}
