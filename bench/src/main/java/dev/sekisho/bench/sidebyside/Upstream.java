package dev.sekisho.bench.sidebyside;

import java.io.IOException;

/**
 * What a scenario's proxies stand in front of.
 *
 * @param port its loopback port
 * @param stop ends what was started for the scenario
 */
record Upstream(int port, Runnable stop) implements AutoCloseable {

    /** The common backend where it speaks the wire, else a server inside the harness. */
    static Upstream of(Wire wire, Backend backend) throws IOException {
        return switch (wire) {
            case HTTP, TLS, TICKETS, H2, H2C -> new Upstream(backend.port(), () -> {});
            case GRPC -> GrpcEcho.start();
            case WEBSOCKET -> WebSocketEcho.start();
        };
    }

    @Override
    public void close() {
        stop.run();
    }
}
