package dev.sekisho.server;

import dev.sekisho.model.Address;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a gateway runs, beyond its configuration.
 *
 * @param transport {@code auto}, {@code io_uring}, {@code epoll} or {@code nio}
 * @param loops number of event loops
 * @param listen addresses in place of those of the configured listeners in the clear; empty to keep them
 * @param tlsListen addresses in place of those of the configured listeners with TLS; empty to keep them
 * @param admin where the admin API listens; empty for none
 * @param connectTo where upstreams really are, by the address that the configuration names
 * @param lastGood folder for the last configuration that served; empty to keep none
 * @param watch whether changed files are read again by themselves
 */
public record GatewayOptions(
        String transport,
        int loops,
        List<Address> listen,
        List<Address> tlsListen,
        Optional<Address> admin,
        Map<Address, Address> connectTo,
        Optional<Path> lastGood,
        boolean watch) {

    /** As many loops as processors, the transport that works best here, admin on 127.0.0.1:8001, files watched. */
    public static GatewayOptions defaults() {
        return new GatewayOptions(
                "auto",
                Runtime.getRuntime().availableProcessors(),
                List.of(),
                List.of(),
                Optional.of(new Address("127.0.0.1", 8001)),
                Map.of(),
                Optional.empty(),
                true);
    }
}
