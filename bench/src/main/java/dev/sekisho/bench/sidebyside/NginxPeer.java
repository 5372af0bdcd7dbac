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
 * @param work what it asks of clients
 */
record NginxPeer(String name, String logBuffer, Work work) implements Peer {

    /** The access log written in blocks, as Sekisho's is. */
    static final NginxPeer BUFFERED = new NginxPeer("nginx", "buffer=64k flush=1s", Work.NONE);

    /** The access log as nginx has it by default: one write per request. */
    static final NginxPeer UNBUFFERED = new NginxPeer("nginx-unbuffered-log", "", Work.NONE);

    /** With {@code auth_basic}. */
    static final NginxPeer BASIC = new NginxPeer("nginx-basic", "", Work.BASIC);

    /** With {@code auth_request}. */
    static final NginxPeer AUTHORISER = new NginxPeer("nginx-authoriser", "", Work.AUTHORISER);

    /** With {@code ssl_verify_client}. */
    static final NginxPeer CERTIFICATE = new NginxPeer("nginx-certificate", "", Work.CERTIFICATE);

    /** With {@code limit_req}. */
    static final NginxPeer LIMIT = new NginxPeer("nginx-limit", "", Work.LIMIT);

    /** With {@code proxy_cache}. */
    static final NginxPeer CACHE = new NginxPeer("nginx-cache", "", Work.CACHE);

    /** With {@code gzip}. */
    static final NginxPeer GZIP = new NginxPeer("nginx-gzip", "", Work.GZIP);

    private static final String HTTP = """
            %1$s
            upstream backend {
              server 127.0.0.1:%2$d;
              keepalive %3$d;
              keepalive_requests 1000000000;
            }
            map $http_upgrade $connection_upgrade { default upgrade; "" ""; }
            proxy_http_version 1.1;
            proxy_set_header Connection %4$s;
            proxy_set_header Host $host;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto $scheme;
            proxy_set_header X-Request-ID $request_id;
            %5$s
            server {
              listen 127.0.0.1:%6$d%7$s reuseport backlog=16384;
              %9$s
              location / { %8$s }
              location = /64k {
                proxy_pass http://backend;
                proxy_buffer_size 16k;
                proxy_buffers 8 16k;
                proxy_busy_buffers_size 64k;
                tcp_nopush off; # else the end of a large file waits 40 ms for an acknowledgement
              }
            }
            """;

    private static final String TLS = """
            ssl_certificate %s;
            ssl_certificate_key %s;
            ssl_protocols TLSv1.3;
            ssl_conf_command Ciphersuites %s;
            ssl_session_cache off;
            """;

    /** The second line, because OpenSSL else gives two tickets that it would not take back. */
    private static final String NO_TICKETS = """
            ssl_session_tickets off;
            ssl_conf_command NumTickets 0;
            """;

    /** The same fields as for HTTP; nginx keeps a list of its own for gRPC. */
    private static final String GRPC = """
            grpc_set_header Host $host;
            grpc_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            grpc_set_header X-Forwarded-Proto $scheme;
            grpc_set_header X-Request-ID $request_id;
            """;

    /** The service is asked over the connections of the pool, without the request's body. */
    private static final String AUTH_REQUEST = """
            auth_request /authorise;
            location = /authorise {
              internal;
              proxy_pass http://backend%s;
              proxy_pass_request_body off;
              proxy_set_header Content-Length "";
              proxy_set_header Connection "";
              proxy_set_header Host $host;
              proxy_set_header X-Original-URI $request_uri;
            }
            """;

    /** Memory for 100,000 addresses and more. */
    private static final String LIMIT_ZONE =
            "limit_req_zone $binary_remote_addr zone=addresses:16m rate=" + Work.LIMIT_RATE + "r/s;\n";

    private static final String LIMIT_REQ = "limit_req zone=addresses burst=" + Work.LIMIT_RATE + " nodelay;";

    /** Files of the cache stay open, so that a hit costs no system call for that. */
    private static final String CACHE_PATH = """
            proxy_cache_path cache levels=1:2 keys_zone=answers:10m max_size=100m inactive=1h;
            open_file_cache max=1000 inactive=1h;
            open_file_cache_valid 1h;
            """;

    private static final String PROXY_CACHE = """
            proxy_cache answers;
            proxy_cache_valid 200 1h;
            add_header X-Cache-Status $upstream_cache_status;
            """;

    private static final String GZIP_ON = "gzip on; gzip_types text/plain; gzip_comp_level 1; gzip_proxied any;";

    private static final String UPGRADE = "proxy_set_header Upgrade $http_upgrade;";

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
        String http = http(setup, port);
        int workers = Runtime.getRuntime().availableProcessors();
        Files.writeString(directory.resolve("nginx.conf"), NginxConfig.of(workers, setup.connections(), http));
        ManagedProcess process = workspace.start(directory, NginxConfig.command(Programs.find("nginx")));
        return RunningProxy.await(workspace, process, port, setup.probe(this));
    }

    private String http(Setup setup, int port) {
        Wire wire = setup.wire();
        return HTTP.formatted(
                setup.accessLog() ? LOG.formatted(logBuffer) : "access_log off;",
                setup.backendPort(),
                wire.streams(),
                wire == Wire.WEBSOCKET ? "$connection_upgrade" : "\"\"",
                settings(wire, setup.certificate()) + zone(),
                port,
                (wire.encrypted() ? " ssl" : "") + (wire.http2() ? " http2" : ""),
                wire == Wire.GRPC ? "grpc_pass grpc://backend;" : "proxy_pass http://backend;",
                work(setup));
    }

    private String work(Setup setup) {
        return switch (work) {
            case BASIC ->
                "auth_basic bench; auth_basic_user_file %s;"
                        .formatted(setup.credentials().htpasswd());
            case AUTHORISER -> AUTH_REQUEST.formatted(Backend.PATH_AUTHORISER);
            case CERTIFICATE ->
                "ssl_client_certificate %s; ssl_verify_client on;"
                        .formatted(setup.certificate().clientCa());
            case LIMIT -> LIMIT_REQ;
            case CACHE -> PROXY_CACHE;
            case GZIP -> GZIP_ON;
            case NONE, TOKEN, TOKEN_ANEW, LIMIT_REDIS -> "";
        };
    }

    /** What stands outside of the server block. */
    private String zone() {
        return switch (work) {
            case LIMIT -> LIMIT_ZONE;
            case CACHE -> CACHE_PATH;
            default -> "";
        };
    }

    /** What only some wires need. */
    private static String settings(Wire wire, Certificate certificate) {
        return switch (wire) {
            case TICKETS, H2 -> TLS.formatted(certificate.chain(), certificate.key(), Wire.SUITE);
            case TLS -> TLS.formatted(certificate.chain(), certificate.key(), Wire.SUITE) + NO_TICKETS;
            case GRPC -> GRPC;
            case WEBSOCKET -> UPGRADE;
            case HTTP, H2C -> "";
        };
    }
}
