package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same errors and limits behind nginx's error_page, client_max_body_size and limit_conn, and behind this gateway. */
@Timeout(60)
class ErrorPagesPeersTest {

    private static final int[] STATUSES = {200, 204, 302, 400, 401, 403, 404, 410, 429, 500, 502, 503, 504};

    @TempDir
    Path folder;

    private static String answer(Message request) {
        String status = request.target().substring(1);
        String length = status.equals("204") ? "" : "Content-Length: 7\r\n";
        String body = status.equals("204") ? "" : "backend";
        return "HTTP/1.1 " + status + " Some\r\nWWW-Authenticate: Basic realm=\"x\"\r\n" + length
                + "Location: /login\r\n\r\n" + body;
    }

    private static Message get(InetSocketAddress address, String path) throws IOException {
        try (RawClient client = RawClient.connect(address)) {
            return client.get(path);
        }
    }

    private static TestGateway gateway(RawUpstream service, String policy) {
        return TestGateway.start(Yaml.listener("")
                + Yaml.upstreams(Yaml.upstream("service", "", service))
                + Yaml.routes("name: all, match: { path: /* }, policies: [ " + policy + " ], to: service"));
    }

    @Test
    void clientsGetTheStatusesAndBodiesThatNginxGives() throws IOException {
        int port = TcpServer.freePort();
        try (RawUpstream service = RawUpstream.answering(ErrorPagesPeersTest::answer);
                Programs nginx = Programs.nginx(folder, port, """
                        access_log off;
                        server {
                          listen 127.0.0.1:%d;
                          proxy_intercept_errors on;
                          error_page 404 410 =200 /gone;
                          error_page 401 500 502 503 504 /down;
                          error_page 403 =302 http://elsewhere.test/403;
                          location / { proxy_pass http://127.0.0.1:%d; }
                          location = /gone { internal; default_type text/plain; return 200 page; }
                          location = /down { internal; default_type text/plain; return 200 page; }
                        }
                        """.formatted(port, service.port()));
                TestGateway gateway = gateway(
                        service,
                        "error-pages: { pages: [ { statuses: [ 404, 410 ], origin: both, answer: 200, text: page }, "
                                + "{ statuses: [ 401, 500, 502-504 ], origin: both, text: page }, "
                                + "{ statuses: [ 403 ], origin: both, redirect: \"http://elsewhere.test/{status}\" } ] }")) {
            InetSocketAddress peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            for (int status : STATUSES) {
                Message theirs = get(peer, "/" + status);
                Message ours = get(gateway.address(), "/" + status);
                assertThat(ours.status()).as("of %d", status).isEqualTo(theirs.status());
                if (status != 403) { // nginx has a body for redirects
                    assertThat(ours.text()).as("of %d", status).isEqualTo(theirs.text());
                } else {
                    assertThat(ours.all("Location")).isEqualTo(theirs.all("Location"));
                }
                if (status == 401) {
                    assertThat(ours.all("WWW-Authenticate")).isEqualTo(theirs.all("WWW-Authenticate"));
                }
            }
            assertThat(nginx).isNotNull();
        }
    }

    @Test
    void bodiesOfRequestsHaveTheLimitThatTheyHaveInNginx() throws IOException {
        int port = TcpServer.freePort();
        try (RawUpstream service = RawUpstream.answering(request -> RawUpstream.ok("ok"));
                Programs nginx = Programs.nginx(folder, port, """
                        access_log off;
                        server {
                          listen 127.0.0.1:%d;
                          client_max_body_size 10;
                          location / { proxy_pass http://127.0.0.1:%d; }
                        }
                        """.formatted(port, service.port()));
                TestGateway gateway = gateway(service, "size-limit: { request: 10B }")) {
            InetSocketAddress peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            for (int length : new int[] {0, 1, 10, 11, 100}) {
                String known = RawClient.request("POST", "/", "Content-Length: " + length) + "x".repeat(length);
                String chunks = RawClient.request("POST", "/", "Transfer-Encoding: chunked")
                        + (length == 0 ? "" : Integer.toHexString(length) + "\r\n" + "x".repeat(length) + "\r\n")
                        + "0\r\n\r\n";
                for (String request : new String[] {known, chunks}) {
                    assertThat(status(gateway.address(), request))
                            .as("%d bytes", length)
                            .isEqualTo(status(peer, request));
                }
            }
            assertThat(nginx).isNotNull();
        }
    }

    private static int status(InetSocketAddress address, String request) throws IOException {
        try (RawClient client = RawClient.connect(address)) {
            return client.send(request).read().status();
        }
    }

    @Test
    void asManyRequestsAreUnderWayAsInNginx() throws IOException {
        int port = TcpServer.freePort();
        try (RawUpstream service = RawUpstream.start(connection -> {
                    if (connection.request().orElseThrow().target().equals("/held")) {
                        connection.awaitEnd();
                    } else {
                        connection.send(RawUpstream.ok("ok"));
                    }
                });
                Programs nginx = Programs.nginx(folder, port, """
                        access_log off;
                        limit_conn_zone $binary_remote_addr zone=one:1m;
                        limit_conn_status 429;
                        server {
                          listen 127.0.0.1:%d;
                          limit_conn one 2;
                          location / { proxy_pass http://127.0.0.1:%d; }
                        }
                        """.formatted(port, service.port()));
                TestGateway gateway = gateway(service, "concurrency: { requests: 2, key: address, status: 429 }")) {
            InetSocketAddress peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            for (InetSocketAddress address : new InetSocketAddress[] {peer, gateway.address()}) {
                service.forget();
                RawClient first = held(address); // nothing in between: a place is given back a moment after the answer
                RawClient second = held(address);
                TestGateway.await(
                        "both at the service",
                        () -> service.requests().stream()
                                        .filter(request -> request.target().equals("/held"))
                                        .count()
                                == 2);
                assertThat(get(address, "/free").status()).isEqualTo(429);
                first.reset();
                TestGateway.await("a place", () -> isFree(address));
                second.close();
            }
            assertThat(nginx).isNotNull();
        }
    }

    private static RawClient held(InetSocketAddress address) throws IOException {
        return RawClient.connect(address).send(RawClient.request("GET", "/held"));
    }

    private static boolean isFree(InetSocketAddress address) {
        try {
            return get(address, "/free").status() == 200;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
