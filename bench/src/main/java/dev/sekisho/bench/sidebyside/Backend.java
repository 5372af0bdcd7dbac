package dev.sekisho.bench.sidebyside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The service behind every proxy: nginx with one worker.
 *
 * @param port answers 1 KB on every path but those below
 * @param otherPort answers {@link #OTHER_BODY} everywhere, so that a change of route shows
 */
record Backend(int port, int otherPort) {

    /** Bytes of the body on most paths. */
    static final int BODY_1K = 1024;

    /** A body of 64 KB. */
    static final String PATH_64K = "/64k";

    /** Reads the whole request body, then answers 200. */
    static final String PATH_POST = "/post";

    /** Answers 204 where there is an Authorization field, else 401. */
    static final String PATH_AUTHORISER = "/authorise";

    /** Four proxies at once, each with a connection for each of the requests that wait, 640 where there are most. */
    private static final int MAX_CONNECTIONS = 4096;

    private static final int BODY_64K = 64 * 1024;
    static final String OTHER_BODY = "other";

    /**
     * {@code return} would answer before the request body is in, which is no honest POST. So the POST path is a proxy
     * itself: nginx reads the body to its end before it asks the (local) server behind it.
     */
    private static final String HTTP = """
            access_log off;
            default_type text/plain;
            open_file_cache max=16;
            upstream sink { server unix:%1$s/sink.sock; keepalive 64; keepalive_requests 1000000000; }
            server {
              listen 127.0.0.1:%2$d backlog=16384;
              location / { return 200 "%4$s"; }
              location = /64k { alias %1$s/64k; }
              location = /authorise {
                if ($http_authorization = "") { return 401; }
                return 204;
              }
              location = /post {
                proxy_pass http://sink;
                proxy_http_version 1.1;
                proxy_set_header Connection "";
                proxy_set_header Content-Length "";
                proxy_pass_request_body off;
              }
            }
            server { listen 127.0.0.1:%3$d; location / { return 200 "%5$s"; } }
            server { listen unix:%1$s/sink.sock; location / { return 200 "ok"; } }
            """;

    /** Starts it; it lives until the workspace closes. */
    static Backend start(Workspace workspace) throws IOException, InterruptedException {
        Path directory = workspace.newDirectory("backend");
        Backend backend = new Backend(Ports.free(), Ports.free());
        Files.writeString(directory.resolve("64k"), "x".repeat(BODY_64K));
        String http = HTTP.formatted(directory, backend.port(), backend.otherPort(), "x".repeat(BODY_1K), OTHER_BODY);
        Files.writeString(directory.resolve("nginx.conf"), NginxConfig.of(1, MAX_CONNECTIONS, http));
        ManagedProcess process = workspace.start(directory, NginxConfig.command(Programs.find("nginx")));
        RunningProxy.await(workspace, process, backend.port(), Probe.http("/"));
        return backend;
    }
}
