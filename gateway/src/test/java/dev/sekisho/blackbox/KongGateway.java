package dev.sekisho.blackbox;

import dev.sekisho.dialect.Dialect;
import dev.sekisho.dialect.kong.KongDialect;
import dev.sekisho.dialect.kong.plugin.Plugins;
import dev.sekisho.model.Address;
import dev.sekisho.policy.Policies;
import dev.sekisho.server.ConfigurationSource;
import dev.sekisho.server.Gateway;
import dev.sekisho.server.GatewayOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A gateway of this process that serves a file of Kong's, on ports of its own. */
final class KongGateway implements AutoCloseable {

    private final List<Path> files;
    private final Gateway gateway;

    private KongGateway(List<Path> files, Gateway gateway) {
        this.files = files;
        this.gateway = gateway;
    }

    /** Starts; the listener in the clear is on a free port of the loopback address, and so is that of TLS. */
    static KongGateway start(String yaml, boolean tls) {
        return start(dialect(), tls, Map.of(), yaml);
    }

    /** The same with answers in Kong's form. */
    static KongGateway inFormOfKong(String yaml) {
        return start(dialect().inFormOfProduct(), false, Map.of(), yaml);
    }

    private static KongDialect dialect() {
        return new KongDialect(new Plugins(Policies.configTypes()), name -> Optional.empty());
    }

    /** Files that are one configuration, whose addresses really are elsewhere. */
    static KongGateway start(Dialect dialect, boolean tls, Map<Address, Address> connectTo, String... yaml) {
        Address free = new Address("127.0.0.1", 0);
        try {
            List<Path> files = new ArrayList<>();
            for (String text : yaml) {
                files.add(Files.writeString(Files.createTempFile("kong", ".yml"), text));
            }
            ConfigurationSource source = new ConfigurationSource(files, List.of(dialect), Optional.empty());
            GatewayOptions options = new GatewayOptions(
                    System.getProperty("sekisho.transport", "auto"),
                    1,
                    List.of(free),
                    tls ? List.of(free) : List.of(),
                    Optional.empty(),
                    connectTo,
                    Optional.empty(),
                    false);
            return new KongGateway(files, Gateway.start(source, options));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Gateway.StartFailure e) {
            throw new IllegalStateException(e.diagnostics().toString() + "\n" + List.of(yaml), e);
        }
    }

    static KongGateway start(String yaml) {
        return start(yaml, false);
    }

    /** The Kong dialect of these tests. */
    static KongDialect kong() {
        return dialect();
    }

    /** A connection in the clear. */
    RawClient connect() throws IOException {
        return RawClient.connect(gateway.addresses().getFirst());
    }

    Gateway gateway() {
        return gateway;
    }

    /** One GET on a connection of its own, in the clear; the Host is that of the fields, or {@code test}. */
    Message get(String path, String... fields) throws IOException {
        StringBuilder head = new StringBuilder("GET " + path + " HTTP/1.1\r\n");
        if (Arrays.stream(fields).noneMatch(field -> field.startsWith("Host:"))) {
            head.append("Host: test\r\n");
        }
        for (String field : fields) {
            head.append(field).append("\r\n");
        }
        try (RawClient client = RawClient.connect(gateway.addresses().getFirst())) {
            return client.send(head.append("\r\n").toString()).read();
        }
    }

    @Override
    public void close() {
        gateway.close();
        files.forEach(file -> file.toFile().delete());
    }
}
