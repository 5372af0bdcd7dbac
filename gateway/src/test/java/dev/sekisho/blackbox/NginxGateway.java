package dev.sekisho.blackbox;

import dev.sekisho.cli.nginx.DiskFiles;
import dev.sekisho.dialect.Compilation;
import dev.sekisho.dialect.nginx.NginxDialect;
import dev.sekisho.model.Address;
import dev.sekisho.server.ConfigurationSource;
import dev.sekisho.server.Gateway;
import dev.sekisho.server.GatewayOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A gateway of this process that serves a configuration of nginx. */
final class NginxGateway implements AutoCloseable {

    private final Gateway gateway;

    private NginxGateway(Gateway gateway) {
        this.gateway = gateway;
    }

    /** What reads that file. */
    static ConfigurationSource source(Path file, boolean repairs) {
        return new ConfigurationSource(
                List.of(file), List.of(new NginxDialect(new DiskFiles(), repairs)), Optional.of("nginx"));
    }

    /** What the text compiles to, from a file in that folder. */
    static Compilation compile(Path folder, String text, boolean repairs) throws IOException {
        return source(Files.writeString(folder.resolve("nginx.conf"), text), repairs)
                .compile();
    }

    /** Starts with the addresses of the file. */
    static NginxGateway start(Path file, boolean repairs) throws Gateway.StartFailure {
        return start(file, repairs, List.of(), List.of(), Map.of());
    }

    /** Starts on these addresses, where not empty, with upstreams at these. */
    static NginxGateway start(
            Path file, boolean repairs, List<Address> plain, List<Address> tls, Map<Address, Address> connectTo)
            throws Gateway.StartFailure {
        GatewayOptions options = new GatewayOptions(
                System.getProperty("sekisho.transport", "auto"),
                1,
                plain,
                tls,
                Optional.empty(),
                connectTo,
                Optional.empty(),
                false);
        return new NginxGateway(Gateway.start(source(file, repairs), options));
    }

    Gateway gateway() {
        return gateway;
    }

    @Override
    public void close() {
        gateway.close();
    }
}
