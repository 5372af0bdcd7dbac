package dev.sekisho.bench.sidebyside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** HAProxy with a thread per core and shared upstream connections. */
record HaproxyPeer() implements Peer {

    /**
     * Room far above the load: HAProxy closes idle upstream connections, and so connects anew for most requests, when
     * more than a quarter of its descriptors are in use (tune.pool-high-fd-ratio).
     */
    private static final int SPARE_CONNECTIONS = 4096;

    private static final String CONFIG = """
            global
              maxconn %d
              no strict-limits
              %s
            defaults
              mode http
              option forwardfor
              http-reuse always
              timeout connect 5s
              timeout client 1h
              timeout http-keep-alive 1h
              timeout server 60s
            frontend proxy
              bind 127.0.0.1:%d backlog 16384 %s
              http-request set-header X-Forwarded-Proto %s
              http-request set-header X-Request-ID %%[uuid()]
              default_backend backend
            backend backend
              server backend 127.0.0.1:%d %s
            """;

    @Override
    public String name() {
        return "haproxy";
    }

    @Override
    public String prepare(Workspace workspace) throws IOException, InterruptedException {
        return Programs.run(workspace, workspace.root(), 5, Programs.find("haproxy"), "-v")
                .replaceFirst("(?s).*?version (\\d[\\d.]*).*", "HAProxy $1");
    }

    @Override
    public int warmUpSeconds() {
        return 1;
    }

    @Override
    public RunningProxy start(Setup setup) throws IOException, InterruptedException {
        if (setup.accessLog()) {
            throw new IOException("HAProxy writes no log files");
        }
        Workspace workspace = setup.workspace();
        Path directory = workspace.newDirectory(name());
        int port = Ports.free();
        Path file = Files.writeString(directory.resolve("haproxy.cfg"), config(setup, port));
        List<String> command = new ArrayList<>();
        if (setup.wire() == Wire.TLS) {
            command.add(Programs.find("env"));
            command.add("OPENSSL_CONF=" + setup.certificate().opensslNoTickets());
        }
        command.addAll(List.of(Programs.find("haproxy"), "-db", "-f", file.toString()));
        ManagedProcess process = workspace.start(directory, command.toArray(String[]::new));
        return RunningProxy.await(workspace, process, port, setup.probe(this));
    }

    private static String config(Setup setup, int port) {
        Wire wire = setup.wire();
        return CONFIG.formatted(
                setup.connections() + SPARE_CONNECTIONS,
                wire == Wire.TICKETS ? "" : "tune.ssl.cachesize 0",
                port,
                bind(setup),
                wire.encrypted() ? "https" : "http",
                setup.backendPort(),
                wire == Wire.GRPC ? "proto h2" : "");
    }

    /** Options of the listening socket. */
    private static String bind(Setup setup) {
        Wire wire = setup.wire();
        if (!wire.encrypted()) {
            return wire.http2() ? "proto h2" : "";
        }
        return "ssl crt %s ssl-min-ver TLSv1.3 ciphersuites %s alpn %s%s"
                .formatted(
                        setup.certificate().both(),
                        Wire.SUITE,
                        wire.http2() ? "h2,http/1.1" : "http/1.1",
                        wire == Wire.TICKETS ? "" : " no-tls-tickets");
    }
}
