package dev.sekisho.bench.sidebyside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * nginx, tuned as its documentation says for a proxy: a worker and a listening socket per core, keep-alive to the
 * upstream, the forwarding headers that Sekisho sets too. The large body has buffers of its own, the cheapest of five
 * settings tried; nginx's default ones cost half as much again there, but are the cheapest for small bodies.
 *
 * @param name unique among the peers
 * @param logBuffer parameters of {@code access_log}; nginx writes each line by itself without any
 */
record NginxPeer(String name, String logBuffer) implements Peer {

    /** The access log written in blocks, as Sekisho's is. */
    static final NginxPeer BUFFERED = new NginxPeer("nginx", "buffer=64k flush=1s");

    /** The access log as nginx has it by default: one write per request. */
    static final NginxPeer UNBUFFERED = new NginxPeer("nginx-unbuffered-log", "");

    private static final String HTTP = """
            %s
            upstream backend {
              server 127.0.0.1:%d;
              keepalive 64;
              keepalive_requests 1000000000;
            }
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host $host;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto $scheme;
            proxy_set_header X-Request-ID $request_id;
            server {
              listen 127.0.0.1:%d reuseport backlog=16384;
              location / { proxy_pass http://backend; }
              location = /64k {
                proxy_pass http://backend;
                proxy_buffer_size 16k;
                proxy_buffers 8 16k;
                proxy_busy_buffers_size 64k;
              }
            }
            """;

    private static final String LOG = """
            log_format json escape=json '{"time":"$time_iso8601","remoteAddr":"$remote_addr",'
              '"method":"$request_method","uri":"$request_uri","protocol":"$server_protocol",'
              '"status":$status,"bytes":$body_bytes_sent,"requestTime":$request_time,'
              '"upstreamResponseTime":"$upstream_response_time","upstreamAddr":"$upstream_addr",'
              '"host":"$host","userAgent":"$http_user_agent","requestId":"$request_id"}';
            access_log access.log json %s;""";

    @Override
    public String prepare(Workspace workspace) throws IOException, InterruptedException {
        return Programs.run(workspace, workspace.root(), 5, Programs.find("nginx"), "-v")
                .replaceFirst("(?s).*nginx/(\\S+).*", "nginx $1");
    }

    @Override
    public int warmUpSeconds() {
        return 1;
    }

    @Override
    public RunningProxy start(Setup setup) throws IOException, InterruptedException {
        Workspace workspace = setup.workspace();
        Path directory = workspace.newDirectory(name);
        int port = Ports.free();
        String log = setup.accessLog() ? LOG.formatted(logBuffer) : "access_log off;";
        String http = HTTP.formatted(log, setup.backendPort(), port);
        int workers = Runtime.getRuntime().availableProcessors();
        Files.writeString(directory.resolve("nginx.conf"), NginxConfig.of(workers, setup.connections(), http));
        ManagedProcess process = workspace.start(directory, NginxConfig.command(Programs.find("nginx")));
        return RunningProxy.await(workspace, process, port, "/");
    }
}
