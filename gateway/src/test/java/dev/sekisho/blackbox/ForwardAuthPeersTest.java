package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same authoriser behind nginx's auth_request and behind this gateway. */
@Timeout(60)
class ForwardAuthPeersTest {

    @TempDir
    Path folder;

    @Test
    void clientsGetTheStatusesThatNginxGives() throws IOException {
        int port = TcpServer.freePort();
        try (RawUpstream service = RawUpstream.answering(request -> RawUpstream.ok("backend"));
                RawUpstream authoriser = RawUpstream.answering(
                        request -> answer(request.field("X-Original-URI").orElse("")));
                Programs nginx = Programs.nginx(folder, port, """
                        access_log off;
                        server {
                          listen 127.0.0.1:%d;
                          location / { auth_request /check; proxy_pass http://127.0.0.1:%d; }
                          location = /check {
                            internal;
                            proxy_pass http://127.0.0.1:%d/auth;
                            proxy_pass_request_body off;
                            proxy_set_header Content-Length "";
                            proxy_set_header X-Original-URI $request_uri;
                          }
                        }
                        """.formatted(port, service.port(), authoriser.port()));
                TestGateway gateway = ForwardAuthPolicyTest.gateway(
                        service, authoriser, ForwardAuthPolicyTest.with("refusals: status"))) {
            InetSocketAddress peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            for (int status : new int[] {200, 201, 204, 302, 400, 401, 403, 404, 429, 500, 503}) {
                Message theirs = get(peer, status);
                Message ours = get(gateway.address(), status);
                assertThat(ours.status()).as("of %d", status).isEqualTo(theirs.status());
                assertThat(ours.all("WWW-Authenticate")).as("of %d", status).isEqualTo(theirs.all("WWW-Authenticate"));
                assertThat(ours.text().equals("backend"))
                        .isEqualTo(theirs.text().equals("backend"));
            }
            assertThat(nginx).isNotNull();
        }
    }

    private static Message get(InetSocketAddress address, int status) throws IOException {
        try (RawClient client = RawClient.connect(address)) {
            return client.get("/" + status);
        }
    }

    private static String answer(String uri) {
        String challenge = uri.equals("/401") ? "WWW-Authenticate: Basic realm=\"x\"\r\n" : "";
        String length = uri.equals("/204") ? "" : "Content-Length: 0\r\n";
        return "HTTP/1.1 " + uri.substring(1) + " Some\r\n" + challenge + length + "Location: /login\r\n\r\n";
    }
}
