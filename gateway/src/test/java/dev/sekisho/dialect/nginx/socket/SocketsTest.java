package dev.sekisho.dialect.nginx.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.nginx.config.Server;
import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.model.Listener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SocketsTest {

    private static final String BOTH = "listen 80; listen [::]:80;";

    private static List<Listener> listeners(String http) {
        return Sockets.of(Drafts.http(http)).listeners();
    }

    private static Listener one(String server) {
        return listeners("server {\n" + server + "\n}").getFirst();
    }

    private static List<String> found(String http) {
        Translation in = Drafts.http(http);
        Sockets.of(in);
        return Drafts.found(in);
    }

    @ParameterizedTest
    @CsvSource({
        "8080, 0.0.0.0:8080",
        "*:8080, 0.0.0.0:8080",
        "127.0.0.1, 127.0.0.1:80",
        "127.0.0.1:81, 127.0.0.1:81",
        "[::1]:81, [::1]:81",
        "localhost:81, 127.0.0.1:81",
        "[::]:81 ipv6only=off, :81",
    })
    void anAddressIsListenedOnAsItIsWritten(String listen, String address) {
        assertThat(one("listen " + listen + ";").address()).hasToString(address);
    }

    @Test
    void aServerThatSaysNothingListensOnPort80() {
        assertThat(listeners("server { }")).extracting(Listener::name).containsExactly("0.0.0.0:80");
    }

    @Test
    void portsOfARangeHaveListenersOfTheirOwn() {
        assertThat(listeners("server { listen 127.0.0.1:8081-8083; }"))
                .extracting(listener -> listener.address().port())
                .containsExactly(8081, 8082, 8083);
    }

    @Test
    void serversOfOneAddressShareItsListener() {
        Translation in = Drafts.http("""
                server { listen 127.0.0.1:80; server_name a; }
                server { listen 127.0.0.1:80 default_server; listen 127.0.0.1:81; server_name b; }
                """);
        Sockets sockets = Sockets.of(in);
        List<Server> servers = in.config().http().servers().servers();
        assertThat(sockets.listeners()).extracting(Listener::name).containsExactly("127.0.0.1:80", "127.0.0.1:81");
        assertThat(sockets.names(servers.getFirst())).containsExactly("127.0.0.1:80");
        assertThat(sockets.names(servers.getLast())).containsExactly("127.0.0.1:80", "127.0.0.1:81");
        assertThat(sockets.defaults(servers.getFirst())).isEmpty();
        assertThat(sockets.defaults(servers.getLast())).containsExactly("127.0.0.1:80", "127.0.0.1:81");
        assertThat(Drafts.found(in)).isEmpty();
    }

    @Test
    void bothFamiliesAreOneSocketWhereTheyServeTheSame() {
        Translation in = Drafts.http("server { " + BOTH + " } server { " + BOTH + " server_name b; }");
        Sockets sockets = Sockets.of(in);
        assertThat(sockets.listeners()).hasSize(1);
        assertThat(sockets.listeners().getFirst().address()).hasToString(":80");
        assertThat(sockets.names(in.config().http().servers().servers().getFirst()))
                .containsExactly("*:80");
        assertThat(Drafts.found(in)).isEmpty();
    }

    @Test
    void familiesThatServeOtherwiseAreRefused() {
        assertThat(found("server { listen 80; } server { listen [::]:80; server_name b; }"))
                .anySatisfy(line ->
                        assertThat(line).startsWith("nginx.not-honoured listen 80: serves otherwise than [::]:80"));
    }

    @Test
    void oneFamilyAloneIsToldToBeBoth() {
        assertThat(found("server { listen 80; }"))
                .containsExactly("nginx.differs listen 80: taken by both families, IPv4 and IPv6."); // as :: is
        assertThat(found("server { listen 127.0.0.1:80; }")).isEmpty();
    }

    @Test
    void whatIsNoSocketOfTcpIsTold() {
        assertThat(found("server { listen 127.0.0.1:80; listen unix:/run/x.sock; }"))
                .singleElement()
                .asString()
                .startsWith("nginx.not-honoured listen unix:/run/x.sock: sockets of the file system");
        assertThat(found("server { listen 127.0.0.1:80 reuseport backlog=10 so_keepalive=on; }"))
                .hasSize(3)
                .allMatch(line -> line.startsWith("nginx.no-effect listen 127.0.0.1:80 reuseport"));
        assertThat(found("server { listen web.example.com:80; }"))
                .singleElement()
                .asString()
                .startsWith("nginx.differs listen web.example.com:80: listened on at the first address");
    }

    @Test
    void limitsAndTimesAreThoseOfTheDefaultServer() {
        Listener listener = listeners("""
                large_client_header_buffers 8 16k;
                client_header_timeout 5s;
                server { listen 127.0.0.1:80; client_header_timeout 6s; }
                server { listen 127.0.0.1:80 default_server; server_name b; client_body_timeout 7s; send_timeout 8s;
                         keepalive_timeout 9s; keepalive_requests 10; keepalive_time 11m; }
                """).getFirst();
        assertThat(listener.limits().head()).hasToString("128KiB");
        assertThat(listener.limits().target()).hasToString("16KiB");
        assertThat(listener.limits().body().bytes()).isZero();
        assertThat(listener.limits().requests()).isEqualTo(10);
        assertThat(listener.timeouts().head()).isEqualTo(Duration.ofSeconds(5));
        assertThat(listener.timeouts().body()).isEqualTo(Duration.ofSeconds(7));
        assertThat(listener.timeouts().write()).isEqualTo(Duration.ofSeconds(8));
        assertThat(listener.timeouts().idle()).isEqualTo(Duration.ofSeconds(9));
        assertThat(listener.timeouts().lifetime()).isEqualTo(Duration.ofMinutes(11));
    }

    @Test
    void nginxsDefaultsHoldWhereNothingIsSaid() {
        Listener listener = one("");
        assertThat(listener.limits().head()).hasToString("32KiB");
        assertThat(listener.limits().target()).hasToString("8KiB");
        assertThat(listener.limits().requests()).isEqualTo(1_000);
        assertThat(listener.limits().connections()).isEqualTo(512);
        assertThat(listener.timeouts().head()).isEqualTo(Duration.ofMinutes(1));
        assertThat(listener.timeouts().idle()).isEqualTo(Duration.ofSeconds(75));
        assertThat(listener.timeouts().lifetime()).isEqualTo(Duration.ofHours(1));
        assertThat(listener.trustedProxies()).isEmpty();
        assertThat(listener.forwarded().add()).isFalse();
        assertThat(listener.forwarded().users()).isTrue();
        assertThat(listener.tls()).isEmpty();
        assertThat(listener.http2().enabled()).isFalse();
        assertThat(listener.http2().cleartext()).isFalse();
    }

    @Test
    void withoutKeepAliveAConnectionServesOneRequest() {
        assertThat(one("keepalive_timeout 0;").limits().requests()).isEqualTo(1);
    }

    @Test
    void connectionsAreThoseOfAllWorkers() {
        Translation two =
                Drafts.of("worker_processes 2; events { worker_connections 100; } http { server { } }", Map.of());
        assertThat(Sockets.of(two).listeners().getFirst().limits().connections())
                .isEqualTo(200);
        Translation auto = Drafts.of(
                "worker_processes auto; events { worker_connections 100; } http { server { listen 127.0.0.1:80; } }",
                Map.of());
        assertThat(Sockets.of(auto).listeners().getFirst().limits().connections())
                .isEqualTo(100_000);
        assertThat(Drafts.found(auto))
                .singleElement()
                .asString()
                .startsWith("nginx.differs worker_connections 100: with worker_processes auto");
    }

    @Test
    void http2InTheClearIsTakenWhereListenSaysSo() {
        Listener listener = listeners("http2_max_concurrent_streams 7; server { listen 127.0.0.1:80 http2; }")
                .getFirst();
        assertThat(listener.http2().cleartext()).isTrue();
        assertThat(listener.http2().streams()).isEqualTo(7);
    }

    @Test
    void valuesOfOtherPlacesAreTold() {
        List<String> found = found("""
                server {
                    listen 127.0.0.1:80; client_header_timeout 1s;
                    location / { keepalive_timeout 5s; }
                }
                server { listen 127.0.0.1:80; server_name b; send_timeout 5s; client_header_timeout 2s; }
                """);
        assertThat(found)
                .as("the time for a head is the default server's with nginx too")
                .containsExactlyInAnyOrder(
                        "nginx.differs keepalive_timeout 5s: holds for a whole listener, and 127.0.0.1:80 has that of its default server: 75s.",
                        "nginx.differs send_timeout 5s: holds for a whole listener, and 127.0.0.1:80 has that of its default server: 60s.");
    }

    @Test
    void whatTellsNginxHowToWorkIsTold() {
        assertThat(found("""
                server_names_hash_max_size 1024; tcp_nodelay on; lingering_close always;
                server { listen 127.0.0.1:80; location / { postpone_output 0; } }
                """)).hasSize(4).allMatch(line -> line.startsWith("nginx.no-effect "));
        assertThat(found("server { listen 127.0.0.1:80; merge_slashes off; }"))
                .singleElement()
                .asString()
                .startsWith("nginx.not-honoured merge_slashes off: ");
    }

    @Test
    void aPortAloneSaysWhoIsServedByProxyProtocol() {
        Listener plain = one("listen 127.0.0.1:80 proxy_protocol;");
        assertThat(plain.proxyProtocol()).hasValueSatisfying(rules -> {
            assertThat(rules.required()).isTrue();
            assertThat(rules.readOver()).isTrue();
            assertThat(rules.trusted()).isEmpty();
        });
        Listener trusting = one("""
                listen 127.0.0.1:80 proxy_protocol; real_ip_header proxy_protocol; set_real_ip_from 10.0.0.0/8;
                """);
        assertThat(trusting.proxyProtocol().orElseThrow().trusted())
                .extracting(Object::toString)
                .containsExactly("10.0.0.0/8");
        assertThat(trusting.trustedProxies()).isEmpty();
    }
}
