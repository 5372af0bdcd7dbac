package dev.sekisho.blackbox;

import dev.sekisho.admin.ReloadResult;
import dev.sekisho.dialect.yaml.SecretSource;
import dev.sekisho.dialect.yaml.YamlDialect;
import dev.sekisho.model.Address;
import dev.sekisho.policy.Policies;
import dev.sekisho.server.ConfigurationSource;
import dev.sekisho.server.Gateway;
import dev.sekisho.server.GatewayOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A gateway of this process on ports of its own, with its access log in a file that tests read. */
final class TestGateway implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Path folder;
    private final Gateway gateway;

    private TestGateway(Path folder, Gateway gateway) {
        this.folder = folder;
        this.gateway = gateway;
    }

    /** Starts with listeners, upstreams and routes in YAML; the transport is that of the property sekisho.transport. */
    static TestGateway start(String yaml) {
        return start(yaml, System.getProperty("sekisho.transport", "auto"), 1);
    }

    static TestGateway start(String yaml, String transport, int loops) {
        try {
            Path folder = Files.createTempDirectory("sekisho-test");
            write(folder, yaml);
            ConfigurationSource source = new ConfigurationSource(
                    List.of(folder.resolve("sekisho.yaml")),
                    List.of(new YamlDialect(Policies.configTypes(), SecretSource.system())),
                    Optional.empty());
            GatewayOptions options = new GatewayOptions(
                    transport,
                    loops,
                    List.of(),
                    List.of(),
                    Optional.of(new Address("127.0.0.1", 0)),
                    Map.of(),
                    Optional.empty(),
                    false);
            return new TestGateway(folder, Gateway.start(source, options));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Gateway.StartFailure e) {
            throw new IllegalStateException(e.diagnostics().toString() + "\n" + yaml, e);
        }
    }

    /** A listener, and one route for every path to one upstream with these targets. */
    static TestGateway to(RawUpstream... targets) {
        return start(Yaml.proxy(targets));
    }

    private static void write(Path folder, String yaml) throws IOException {
        String telemetry = yaml.contains("telemetry:") ? "" : Yaml.log(folder.resolve("access.log"), "");
        Files.writeString(folder.resolve("sekisho.yaml"), yaml + telemetry);
    }

    /** Where the first listener listens. */
    InetSocketAddress address() {
        return gateway.addresses().getFirst();
    }

    InetSocketAddress admin() {
        return gateway.adminAddress().orElseThrow();
    }

    Gateway gateway() {
        return gateway;
    }

    RawClient connect() throws IOException {
        return RawClient.connect(address());
    }

    /** One GET on a connection of its own. */
    Message get(String path, String... fields) throws IOException {
        try (RawClient client = connect()) {
            return client.get(path, fields);
        }
    }

    /** Writes another configuration and loads it. */
    ReloadResult reload(String yaml) throws IOException {
        write(folder, yaml);
        return gateway.reload();
    }

    /** The lines of the access log so far. */
    List<String> log() {
        Path file = folder.resolve("access.log");
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for a line of the access log and gives the first that fits. */
    String logged(Predicate<String> wanted) {
        await("an access log line", () -> log().stream().anyMatch(wanted));
        return log().stream().filter(wanted).findFirst().orElseThrow();
    }

    /** Waits until something holds. */
    static void await(String what, BooleanSupplier condition) {
        await(what, PATIENCE, condition);
    }

    static void await(String what, Duration patience, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > patience.toNanos()) {
                throw new AssertionError("waited in vain for " + what);
            }
            pause(5);
        }
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        gateway.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
