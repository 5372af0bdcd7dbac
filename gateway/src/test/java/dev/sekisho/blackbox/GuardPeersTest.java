package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same requests to a real nginx and to policies that are to do what its modules do. */
@Timeout(120)
class GuardPeersTest {

    private static final String USERS = """
            apr1:$apr1$ab$jiiV6N7hIIuIoJbc1hxOE/
            md5:$1$r31.Ab/x$1Qyl3nacUPZUarEMT7mki/:a comment
            sha256:$5$rounds=1000$ab$bw4PhTdETPYycBP1S/MfHGVqzf4cldTXkxqJJ2X8w.3
            sha512:$6$rounds=1200$x$XsOFY/4YuC4S/XEytNShIqVDWZP7v54sZh.e3eNLELZqaCjOX19rBnTC5MhOhDPlfVebOsjxptDsJfWIH3Lsz1
            sha:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=
            ssha:{SSHA}gVK8WC9YyFT1gMsQHTGCgT3sSv5zYWx0
            plain:{PLAIN}secret
            """;

    @TempDir
    Path folder;

    private static String basic(String pair) {
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static Message get(InetSocketAddress address, String path, String... fields) throws IOException {
        try (RawClient client = RawClient.connect(address)) {
            return client.get(path, fields);
        }
    }

    private static InetSocketAddress peer(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static TestGateway gateway(RawUpstream service, String... routes) {
        return TestGateway.start(
                Yaml.listener("") + Yaml.upstreams(Yaml.upstream("service", "", service)) + Yaml.routes(routes));
    }

    /** Readable for nginx's workers, which run as nobody where tests run as root. */
    private Path users() throws IOException {
        Path file = Files.writeString(folder.resolve("users"), USERS);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        return file;
    }

    @Test
    void passwordsOfAllFormsOpenTheSame() throws IOException {
        int port = TcpServer.freePort();
        Path users = users();
        try (RawUpstream service = RawUpstream.answering(request -> RawUpstream.ok("backend"));
                Programs nginx = Programs.nginx(folder, port, """
                        access_log off;
                        server {
                          listen 127.0.0.1:%d;
                          auth_basic "the shop";
                          auth_basic_user_file %s;
                          location / { proxy_pass http://127.0.0.1:%d; }
                        }
                        """.formatted(port, users, service.port()));
                TestGateway gateway = gateway(
                        service,
                        "name: all, match: { path: /* }, policies: [ basic: { htpasswd: \"${file:" + users
                                + "}\", realm: the shop, charset: false } ], to: service")) {
            List<String> pairs = new ArrayList<>();
            USERS.lines().map(line -> line.substring(0, line.indexOf(':'))).forEach(user -> {
                for (String password : List.of("secret", "Secret", "secret ", "secre")) {
                    pairs.add(user + ":" + password);
                }
            });
            pairs.addAll(List.of("nobody:secret", "plain", "plain:secret:x", "apr1:$apr1$ab$jiiV6N7hIIuIoJbc1hxOE/"));
            int passed = 0;
            for (String pair : pairs) {
                Message theirs = get(peer(port), "/", basic(pair));
                Message ours = get(gateway.address(), "/", basic(pair));
                assertThat(ours.status()).as(pair).isEqualTo(theirs.status());
                assertThat(ours.all("WWW-Authenticate")).as(pair).isEqualTo(theirs.all("WWW-Authenticate"));
                passed += ours.status() == 200 ? 1 : 0;
            }
            assertThat(passed).isEqualTo(7);
            assertThat(nginx).isNotNull();
        }
    }

    /** Two zones, one of them with another burst in another place. */
    @Test
    void severalZonesAdmitTheSame() throws IOException {
        int port = TcpServer.freePort();
        String leaky =
                "name: %s, match: { path: /%s/* }, policies: [ rate-limit: { algorithm: leaky-bucket, status: 503, nodelay: true, %s } ],"
                        + " to: service";
        String hosts = "key: \"{host}\", zone: hosts, %s limits: [ { requests: 1, per: minute, burst: %d } ]";
        try (RawUpstream service = RawUpstream.answering(request -> RawUpstream.ok("backend"));
                Programs nginx = Programs.nginx(folder, port, """
                        access_log off;
                        limit_req_zone $binary_remote_addr zone=clients:1m rate=1r/m;
                        limit_req_zone $host zone=hosts:1m rate=1r/m;
                        server {
                          listen 127.0.0.1:%1$d;
                          location /a/ {
                            limit_req zone=clients burst=4 nodelay;
                            limit_req zone=hosts burst=5 nodelay;
                            proxy_pass http://127.0.0.1:%2$d;
                          }
                          location /b/ { limit_req zone=hosts burst=7 nodelay; proxy_pass http://127.0.0.1:%2$d; }
                        }
                        """.formatted(port, service.port()));
                TestGateway gateway = gateway(
                        service,
                        leaky.formatted(
                                "a",
                                "a",
                                "key: address, zone: clients, limits: [ { requests: 1, per: minute, burst: 4 } ], further: [ { "
                                        + hosts.formatted("nodelay: true,", 5) + " } ]"),
                        leaky.formatted("b", "b", hosts.formatted("", 7)))) {
            List<Integer> theirs = new ArrayList<>();
            List<Integer> ours = new ArrayList<>();
            for (char place : "aabbaaaaabbbbba".toCharArray()) {
                theirs.add(get(peer(port), "/" + place + "/x").status());
                ours.add(get(gateway.address(), "/" + place + "/x").status());
            }
            assertThat(theirs).contains(200, 503);
            assertThat(ours).isEqualTo(theirs);
            assertThat(nginx).isNotNull();
        }
    }

    /** nginx counts before it looks at passwords and addresses. */
    @Test
    void wrongPasswordsCountAndAddressesAreRefusedTheSame() throws IOException {
        int port = TcpServer.freePort();
        Path users = users();
        try (RawUpstream service = RawUpstream.answering(request -> RawUpstream.ok("backend"));
                Programs nginx = Programs.nginx(folder, port, """
                        access_log off;
                        limit_req_zone $binary_remote_addr zone=clients:1m rate=1r/m;
                        server {
                          listen 127.0.0.1:%1$d;
                          location / {
                            limit_req zone=clients burst=3 nodelay;
                            client_max_body_size 10;
                            auth_basic shop;
                            auth_basic_user_file %2$s;
                            proxy_pass http://127.0.0.1:%3$d;
                          }
                          location /any {
                            satisfy any;
                            allow 127.0.0.2;
                            deny 127.0.0.0/8;
                            auth_basic shop;
                            auth_basic_user_file %2$s;
                            proxy_pass http://127.0.0.1:%3$d;
                          }
                          location /closed { allow 127.0.0.2; deny 127.0.0.0/8; allow all; proxy_pass http://127.0.0.1:%3$d; }
                          location /open { allow 127.0.0.1; deny 127.0.0.0/8; proxy_pass http://127.0.0.1:%3$d; }
                        }
                        """.formatted(port, users, service.port()));
                TestGateway gateway = gateway(
                        service,
                        "name: all, match: { path: /* }, policies: [ early-rate-limit: { algorithm: leaky-bucket, status: 503, burst: 3,"
                                + " nodelay: true, limits: [ { requests: 1, per: minute } ] }, early-size-limit: { request: 10B },"
                                + " basic: { htpasswd: \"${file:" + users + "}\" } ], to: service",
                        "name: any, match: { path: /any }, policies: [ any-of: { policies: [ ip: { rules: [ { allow: [ 127.0.0.2 ] },"
                                + " { deny: [ 127.0.0.0/8 ] } ] }, basic: { htpasswd: \"${file:" + users
                                + "}\" } ] } ], to: service",
                        "name: closed, match: { path: /closed }, policies: [ ip: { rules: [ { allow: [ 127.0.0.2 ] }, { deny: [ 127.0.0.0/8"
                                + " ] } ] } ], to: service",
                        "name: open, match: { path: /open }, policies: [ ip: { rules: [ { allow: [ 127.0.0.1 ] }, { deny: [ 127.0.0.0/8"
                                + " ] } ] } ], to: service")) {
            for (String[] asked : new String[][] {
                {"/any", "plain:secret", "200"},
                {"/any", "plain:wrong", "401"},
                {"/closed", "plain:secret", "403"},
                {"/open", "", "200"},
                {"/", "plain:wrong", "401"},
                {"/", "plain:secret", "200"},
                {"/", "plain:wrong", "401"},
                {"/", "plain:secret", "200"},
                {"/", "plain:secret", "503"},
                {"/", "plain:wrong", "503"}
            }) {
                String[] fields = asked[1].isEmpty() ? new String[0] : new String[] {basic(asked[1])};
                assertThat(get(peer(port), asked[0], fields).status())
                        .as(asked[0])
                        .isEqualTo(Integer.parseInt(asked[2]));
                assertThat(get(gateway.address(), asked[0], fields).status())
                        .as(asked[0])
                        .isEqualTo(Integer.parseInt(asked[2]));
            }
            assertThat(nginx).isNotNull();
        }
    }
}
