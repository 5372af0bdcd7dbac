package dev.sekisho.admin;

import com.sun.net.httpserver.HttpServer;
import dev.sekisho.telemetry.metrics.MetricsPage;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * The admin interface: {@code GET /healthz}, {@code GET /readyz}, {@code GET /metrics}, {@code POST /reload},
 * {@code POST /reopen}. It has no authentication and therefore listens on loopback only, and refuses what comes from web
 * pages of others. Each request has a virtual thread of its own; event loops are not involved.
 */
public final class AdminServer implements Closeable {

    private static final int BACKLOG = 64;

    private final HttpServer server;
    private final ExecutorService executor;

    /**
     * Listens and serves.
     *
     * @param address where; port 0 takes a free one
     * @throws IllegalArgumentException where the address is no loopback address
     * @throws IOException where it cannot be listened on
     */
    public AdminServer(InetSocketAddress address, Control control, MetricsPage metrics, Supplier<Object> shadows)
            throws IOException {
        if (address.isUnresolved() || !address.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException("admin address: " + address.getHostString() + ":" + address.getPort()
                    + " (expected: a loopback address such as 127.0.0.1:8001, since the admin interface has no"
                    + " authentication)");
        }
        executor = Executors.newVirtualThreadPerTaskExecutor();
        server = HttpServer.create(address, BACKLOG);
        server.setExecutor(executor);
        server.createContext("/", new AdminHandler(control, metrics, shadows));
        server.start();
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** Stops listening and cuts requests that are under way. */
    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
