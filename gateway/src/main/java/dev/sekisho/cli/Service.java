package dev.sekisho.cli;

import dev.sekisho.cli.text.Words;
import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.Severity;
import dev.sekisho.model.Address;
import dev.sekisho.model.Origin;
import dev.sekisho.model.StreamListener;
import dev.sekisho.server.ConfigurationSource;
import dev.sekisho.server.Gateway;
import dev.sekisho.server.GatewayOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.Security;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** A gateway from its start until a signal ends it. */
final class Service {

    private static final String START = "gateway.start";

    private final ConfigurationSource source;
    private final Console console;
    private final Duration drainTimeout;
    private final Signals signals = new Signals();

    Service(ConfigurationSource source, Console console, Duration drainTimeout) {
        this.source = source;
        this.console = console;
        this.drainTimeout = drainTimeout;
    }

    /** Serves; gives the exit code once the gateway has ended. Calls {@code ready} once it serves. */
    int run(GatewayOptions options, Consumer<Gateway> ready) throws InterruptedException {
        // The JVM keeps answers of its own for 30 s; how long one holds is for the gateway's look-up to say.
        Security.setProperty("networkaddress.cache.ttl", "0");
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
        try (signals) {
            signals.install();
            return serve(options, ready);
        }
    }

    private int serve(GatewayOptions options, Consumer<Gateway> ready) throws InterruptedException {
        Gateway gateway;
        try {
            gateway = Gateway.start(source, options);
        } catch (Gateway.StartFailure e) {
            Diagnostics.print(mended(e.diagnostics(), options.admin()), console.err());
            console.say("not started");
            return ExitCodes.REFUSED;
        } catch (IllegalArgumentException e) {
            console.say(String.valueOf(e.getMessage()));
            return ExitCodes.REFUSED;
        }
        signals.onHangup(() -> reload(gateway));
        announce(gateway, options);
        Diagnostics.print(gateway.startDiagnostics(), console.err());
        ready.accept(gateway);
        signals.awaitEnd();
        console.say("draining, for " + drainTimeout.toSeconds() + " s at most; a second signal ends it at once");
        gateway.drain(drainTimeout);
        return ExitCodes.OK;
    }

    /** Ends it, as SIGTERM does. */
    void end() {
        signals.end();
    }

    private void announce(Gateway gateway, GatewayOptions options) {
        int routes = gateway.snapshot().routes().size();
        for (InetSocketAddress address : gateway.addresses()) {
            String scheme = gateway.isEncrypted(address) ? "https" : "http";
            console.say("listening on " + scheme + "://" + text(address) + " (" + Words.count(routes, "route") + ")");
        }
        List<StreamListener> streams = gateway.snapshot().model().streams();
        for (int i = 0; i < streams.size(); i++) {
            String protocol = streams.get(i).protocol().name().toLowerCase(Locale.ROOT);
            String address = text(gateway.streamAddresses().get(i));
            console.say("listening on " + protocol + "://" + address + " (stream "
                    + streams.get(i).name() + ")");
        }
        gateway.adminAddress()
                .ifPresent(a -> console.say("admin on http://" + text(a) + " (/healthz, /readyz, /metrics)"));
        console.say("ready " + ProcessAge.text() + ", transport " + gateway.transport() + ", "
                + Words.count(options.loops(), "event loop"));
    }

    static String text(InetSocketAddress address) {
        return new Address(address.getAddress().getHostAddress(), address.getPort()).toString();
    }

    private void reload(Gateway gateway) {
        gateway.reload();
        try {
            gateway.reopenLogs();
        } catch (IOException e) {
            console.say("the access log cannot be opened again: " + e.getMessage());
        }
    }

    /** A start that failed with the admin port taken gets the place and the way out. */
    private static List<Diagnostic> mended(List<Diagnostic> diagnostics, Optional<Address> admin) {
        boolean start = diagnostics.stream().anyMatch(d -> d.code().equals(START));
        return start && admin.isPresent() ? taken(admin.get()).map(List::of).orElse(diagnostics) : diagnostics;
    }

    private static Optional<Diagnostic> taken(Address admin) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(admin.host(), admin.port()));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(new Diagnostic(
                    Severity.ERROR,
                    "admin.listen",
                    Origin.NONE,
                    "the admin API cannot listen on " + admin + ": " + e.getMessage(),
                    "give it another address with --admin 127.0.0.1:PORT (port 0 takes a free one), or none with "
                            + "--admin off"));
        }
    }
}
