package dev.sekisho.bench.sidebyside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

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

    /** A page of text of some 16 KB, which gzip makes a quarter of. */
    static final String PATH_PAGE = "/page";

    /** Reads the whole request body, then answers 200. */
    static final String PATH_POST = "/post";

    /** Answers 204 where there is an Authorization field, else 401. */
    static final String PATH_AUTHORISER = "/authorise";

    /** Four proxies at once, each with a connection for each of the requests that wait, 640 where there are most. */
    private static final int MAX_CONNECTIONS = 4096;

    private static final int BODY_64K = 64 * 1024;
    private static final int BODY_PAGE = 16 * 1024;

    private static final List<String> WORDS = List.of(
            ("the a of and to in is it that for on with as at by this request answer gateway traveller road checkpoint pass "
                            + "river bridge lantern market village mountain winter summer autumn spring paper letter seal guard "
                            + "morning evening keeper stone wooden silver quiet distant narrow crossing harbour boat rice tea")
                    .split(" "));
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
              location = /page { alias %1$s/page; }
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

    /** Lines of words, as regular as text is; the same in every run. */
    private static String page() {
        Random random = new Random(1);
        StringBuilder page = new StringBuilder(BODY_PAGE + 100);
        while (page.length() < BODY_PAGE) {
            for (int i = 0; i < 10; i++) {
                page.append(WORDS.get((int) (WORDS.size() * random.nextDouble() * random.nextDouble())))
                        .append(' ');
            }
            page.append(random.nextInt(1000)).append('\n');
        }
        return page.toString();
    }

    /** Starts it; it lives until the workspace closes. */
    static Backend start(Workspace workspace) throws IOException, InterruptedException {
        Path directory = workspace.newDirectory("backend");
        Backend backend = new Backend(Ports.free(), Ports.free());
        Files.writeString(directory.resolve("64k"), "x".repeat(BODY_64K));
        Files.writeString(directory.resolve("page"), page());
        String http = HTTP.formatted(directory, backend.port(), backend.otherPort(), "x".repeat(BODY_1K), OTHER_BODY);
        Files.writeString(directory.resolve("nginx.conf"), NginxConfig.of(1, MAX_CONNECTIONS, http));
        ManagedProcess process = workspace.start(directory, NginxConfig.command(Programs.find("nginx")));
        RunningProxy.await(workspace, process, backend.port(), Probe.http("/"));
        return backend;
    }
}
