package dev.sekisho.blackbox;

import dev.sekisho.cli.nginx.DiskFiles;
import dev.sekisho.dialect.nginx.NginxDialect;
import dev.sekisho.model.Address;
import dev.sekisho.server.ConfigurationSource;
import dev.sekisho.server.Gateway;
import dev.sekisho.server.GatewayOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A gateway of this process that serves a configuration of nginx, on a port of its own. */
final class NginxGateway implements AutoCloseable {

    private final Gateway gateway;

    private NginxGateway(Gateway gateway) {
        this.gateway = gateway;
    }

    /** Starts; all that listens in the clear is on one free port of the loopback address. */
    static NginxGateway start(Path folder, String http) throws IOException {
        return start(folder, http, true);
    }

    /**
     * Starts.
     *
     * @param repairs whether repairs are made
     */
    static NginxGateway start(Path folder, String http, boolean repairs) throws IOException {
        Path file = folder.resolve("sekisho.conf");
        Files.writeString(file, "events {}\nhttp {\naccess_log off;\n" + http + "\n}\n");
        ConfigurationSource source = new ConfigurationSource(
                List.of(file), List.of(new NginxDialect(new DiskFiles(), repairs)), Optional.empty());
        GatewayOptions options = new GatewayOptions(
                System.getProperty("sekisho.transport", "auto"),
                1,
                List.of(new Address("127.0.0.1", 0)),
                List.of(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                false);
        try {
            return new NginxGateway(Gateway.start(source, options));
        } catch (Gateway.StartFailure e) {
            throw new IllegalStateException(e.diagnostics().toString() + "\n" + http, e);
        }
    }

    Gateway gateway() {
        return gateway;
    }

    /** One request without body on a connection of its own; the Host is that of the fields, or {@code test}. */
    Message ask(String method, String path, String... fields) throws IOException {
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
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

    Message get(String path, String... fields) throws IOException {
        return ask("GET", path, fields);
    }

    @Override
    public void close() {
        gateway.close();
    }
}
