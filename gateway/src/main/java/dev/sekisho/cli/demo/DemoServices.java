package dev.sekisho.cli.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** The services users, orders and greetings. Thread-safe. */
public final class DemoServices implements AutoCloseable {

    private final List<DemoService> services = new ArrayList<>();

    private DemoServices() {}

    /** Starts them on free ports. */
    public static DemoServices start() throws IOException {
        DemoServices started = new DemoServices();
        try {
            for (String name : List.of("users", "orders", "greetings")) {
                started.services.add(DemoService.start(name));
            }
            return started;
        } catch (IOException e) {
            started.close();
            throw e;
        }
    }

    /** All of them. */
    public List<DemoService> all() {
        return List.copyOf(services);
    }

    /** Where the service of that name listens, as {@code host:port}. */
    String address(String name) {
        InetSocketAddress address = services.stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("service: " + name + " (expected: one of ours)"))
                .address();
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    @Override
    public void close() {
        services.forEach(DemoService::close);
    }
}
