package dev.sekisho.dialect.nginx.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.dialect.nginx.socket.Drafts;
import dev.sekisho.model.Balance;
import dev.sekisho.model.ProxyHeader;
import dev.sekisho.model.SniRoute;
import dev.sekisho.model.StreamAccess;
import dev.sekisho.model.StreamListener;
import dev.sekisho.model.StreamProtocol;
import dev.sekisho.model.Target;
import dev.sekisho.model.Upstream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamsTest {

    private static final String LISTEN = "listen 127.0.0.1:9; ";
    private static final String MAP = """
            map $ssl_preread_server_name $to {
                hostnames;
                a.example.com 10.0.0.1:443;
                .b.example.com 10.0.0.2:443;
                *.c.example.com 10.0.0.1:443;
                default 10.0.0.3:443;
            }
            """;

    private static StreamListener one(Translation in) {
        return Streams.of(in).getFirst();
    }

    private static List<String> found(String stream) {
        Translation in = Drafts.stream(stream);
        Streams.of(in);
        return Drafts.found(in);
    }

    @Test
    void aServerPassesOnToAnAddress() {
        Translation in = Drafts.stream(
                "server { " + LISTEN + "proxy_pass db.example.com:5432; proxy_timeout 1h; proxy_connect_timeout 3s; }");
        StreamListener stream = one(in);
        assertThat(stream.name()).isEqualTo("127.0.0.1:9");
        assertThat(stream.protocol()).isEqualTo(StreamProtocol.TCP);
        assertThat(stream.to()).hasValue("stream:db.example.com:5432");
        assertThat(stream.timeouts().idle()).isEqualTo(Duration.ofHours(1));
        assertThat(stream.timeouts().hello()).isEqualTo(Duration.ofSeconds(30));
        Upstream upstream = in.parts().upstreams().getFirst();
        assertThat(upstream.name()).isEqualTo("stream:db.example.com:5432");
        assertThat(upstream.targets().getFirst().address()).hasToString("db.example.com:5432");
        assertThat(upstream.timeouts().connect()).isEqualTo(Duration.ofSeconds(3));
        assertThat(Drafts.found(in)).isEmpty();
    }

    @Test
    void aGroupBringsItsServers() {
        Translation in = Drafts.stream("""
                upstream db {
                    least_conn;
                    server 10.0.0.1:1 weight=3;
                    server 10.0.0.2:1 backup;
                    server 10.0.0.3:1 down;
                    server 10.0.0.4:1 max_fails=5 fail_timeout=7s;
                }
                server { listen 127.0.0.1:9; proxy_pass db; }
                server { listen 127.0.0.1:10; proxy_pass db; }
                server { listen 127.0.0.1:11; proxy_pass db; proxy_protocol on; }
                """);
        assertThat(Streams.of(in))
                .extracting(stream -> stream.to().orElseThrow())
                .containsExactly("stream:db", "stream:db", "stream:db#2");
        assertThat(in.parts().upstreams())
                .extracting(Upstream::proxyProtocol)
                .containsExactly(ProxyHeader.OFF, ProxyHeader.V1);
        Upstream upstream = in.parts().upstreams().getFirst();
        assertThat(upstream.balance().algorithm()).isEqualTo(Balance.Algorithm.LEAST_CONNECTIONS);
        assertThat(upstream.targets()).extracting(Target::weight).containsExactly(3, 1, 1, 1);
        assertThat(upstream.targets()).extracting(Target::drain).containsExactly(false, false, true, false);
        assertThat(upstream.targets().get(1).backup()).isTrue();
        assertThat(upstream.targets().getLast().maxFails()).hasValue(5);
        assertThat(Drafts.found(in)).isEmpty();
    }

    @Test
    void namesOfTlsChooseByAMap() {
        Translation in = Drafts.stream(MAP + "server { " + LISTEN + "ssl_preread on; proxy_pass $to; }");
        StreamListener stream = one(in);
        assertThat(stream.to()).hasValue("stream:10.0.0.3:443");
        assertThat(stream.plain()).isTrue();
        assertThat(stream.sni()).extracting(SniRoute::to).containsExactly("stream:10.0.0.1:443", "stream:10.0.0.2:443");
        assertThat(stream.sni().getFirst().hosts())
                .extracting(Object::toString)
                .containsExactly("a.example.com", "*.c.example.com");
        assertThat(stream.sni().getLast().hosts())
                .extracting(Object::toString)
                .containsExactly("*.b.example.com", "b.example.com");
        assertThat(Drafts.found(in)).isEmpty();
    }

    @Test
    void aValueStandsInItsPlaceInTheText() {
        Translation in = Drafts.stream("map $ssl_preread_server_name $host_of { a.test 10.0.0.1; default 10.0.0.2; }"
                + "server { " + LISTEN + "ssl_preread on; proxy_pass $host_of:8443; }");
        assertThat(one(in).to()).hasValue("stream:10.0.0.2:8443");
        assertThat(one(in).sni().getFirst().to()).isEqualTo("stream:10.0.0.1:8443");
    }

    @Test
    void withoutADefaultOtherNamesAreClosed() {
        Translation in = Drafts.stream("map $ssl_preread_server_name $to { a.test 10.0.0.1:1; *.x.test 10.0.0.2:1; }"
                + "server { " + LISTEN + "ssl_preread on; proxy_pass $to; }");
        assertThat(one(in).to()).isEmpty();
        assertThat(one(in).sni()).as("without hostnames there are no patterns").hasSize(1);
    }

    @Test
    void withoutPrereadThereIsNoName() {
        Translation in = Drafts.stream(MAP + "server { " + LISTEN + "proxy_pass $to; }");
        assertThat(one(in).sni()).isEmpty();
        assertThat(one(in).to()).hasValue("stream:10.0.0.3:443");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "~^a 10.0.0.1:1; | expressions are not looked at",
                "hostnames; a.* 10.0.0.1:1; | wildcards at the end are not looked at",
                "a $ssl_preread_server_name:443; | a value with variables",
                "'' 10.0.0.1:1; a 10.0.0.2:1; default 10.0.0.3:1; | connections that ask for no name",
                "a unix:/run/x; | is not connected to",
            })
    void whatNamesCannotSayIsRefused(String lines, String why) {
        assertThat(found("map $ssl_preread_server_name $to { " + lines + " } server { " + LISTEN
                        + "ssl_preread on; proxy_pass $to; }"))
                .singleElement()
                .asString()
                .startsWith("nginx.not-honoured ")
                .contains(why);
    }

    @Test
    void otherVariablesAreRefused() {
        assertThat(found("map $ssl_preread_protocol $to { default 10.0.0.1:1; '' 10.0.0.2:22; } server { " + LISTEN
                        + "ssl_preread on; proxy_pass $to; }"))
                .singleElement()
                .asString()
                .startsWith("nginx.not-honoured proxy_pass $to: a text that is known only when a connection comes");
    }

    @Test
    void datagramsHaveStreamsOfTheirOwn() {
        Translation in = Drafts.stream("""
                server { listen 127.0.0.1:53 udp reuseport; proxy_pass 10.0.0.1:53; proxy_responses 1; proxy_timeout 20s; }
                server { listen 127.0.0.1:53; proxy_pass 10.0.0.1:53; }
                """);
        List<StreamListener> streams = Streams.of(in);
        assertThat(streams).extracting(StreamListener::name).containsExactly("127.0.0.1:53", "127.0.0.1:53/udp");
        StreamListener udp = streams.getLast();
        assertThat(udp.protocol()).isEqualTo(StreamProtocol.UDP);
        assertThat(udp.limits().responses()).hasValue(1);
        assertThat(udp.timeouts().session()).isEqualTo(Duration.ofSeconds(20));
        assertThat(in.parts().upstreams()).hasSize(1);
    }

    @Test
    void allowAndDenyCountInTheirOrder() {
        StreamListener stream = one(Drafts.stream(
                "server { " + LISTEN + "proxy_pass 10.0.0.1:1; deny 10.1.0.0/16; allow 10.0.0.7/8; deny all; }"));
        assertThat(StreamAccess.allows(stream.access(), new byte[] {10, 1, 2, 3}))
                .isFalse();
        assertThat(StreamAccess.allows(stream.access(), new byte[] {10, 2, 2, 3}))
                .isTrue();
        assertThat(StreamAccess.allows(stream.access(), new byte[] {11, 2, 2, 3}))
                .isFalse();
        assertThat(StreamAccess.allows(stream.access(), new byte[16])).isFalse();
    }

    @Test
    void theProxyProtocolIsBelievedOfThoseOfRealIp() {
        StreamListener stream = one(Drafts.stream("server { listen 127.0.0.1:9 proxy_protocol; proxy_pass 10.0.0.1:1;"
                + " set_real_ip_from 10.0.0.0/8; proxy_protocol_timeout 3s; }"));
        assertThat(stream.proxyProtocol()).hasValueSatisfying(rules -> {
            assertThat(rules.trusted()).extracting(Object::toString).containsExactly("10.0.0.0/8");
            assertThat(rules.readOver()).isTrue();
            assertThat(rules.timeout()).isEqualTo(Duration.ofSeconds(3));
        });
    }

    @Test
    void tlsEndsHereAndBeginsAgain() {
        Translation in = Drafts.stream("""
                server {
                    listen 127.0.0.1:9 ssl; ssl_certificate a.pem; ssl_certificate_key a.key; ssl_handshake_timeout 4s;
                    proxy_pass db.example.com:1; proxy_ssl on; proxy_ssl_verify on; proxy_ssl_server_name on;
                    proxy_ssl_trusted_certificate ca.pem;
                }
                """);
        StreamListener stream = one(in);
        assertThat(stream.tls().orElseThrow().handshakeTimeout()).isEqualTo(Duration.ofSeconds(4));
        assertThat(in.parts().upstreams().getFirst().tls()).hasValueSatisfying(tls -> {
            assertThat(tls.verify()).isTrue();
            assertThat(tls.sni()).isTrue();
            assertThat(tls.serverName()).hasValue("db.example.com");
            assertThat(tls.ca()).hasValue("/conf/ca.pem");
        });
        assertThat(Drafts.found(in)).isEmpty();
    }

    @Test
    void withoutServerNameNoNameIsAskedFor() {
        Translation in = Drafts.stream("server { " + LISTEN + "proxy_pass 10.0.0.1:1; proxy_ssl on; }");
        Streams.of(in);
        assertThat(in.parts().upstreams().getFirst().tls()).hasValueSatisfying(tls -> {
            assertThat(tls.verify()).isFalse();
            assertThat(tls.sni()).isFalse();
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "proxy_bind 127.0.0.2 | nginx.not-honoured proxy_bind",
                "proxy_download_rate 1m | nginx.not-honoured proxy_download_rate",
                "proxy_next_upstream off | nginx.differs proxy_next_upstream off",
                "proxy_requests 3 | nginx.differs proxy_requests",
                "proxy_buffer_size 4k | nginx.no-effect proxy_buffer_size",
                "tcp_nodelay on | nginx.no-effect tcp_nodelay",
                "resolver 10.0.0.1 | nginx.no-effect resolver",
            })
    void whatIsNotHonouredIsTold(String directive, String start) {
        assertThat(found("server { " + LISTEN + "proxy_pass 10.0.0.1:1; " + directive + "; }"))
                .singleElement()
                .asString()
                .startsWith(start);
        assertThat(found("server { " + LISTEN + "proxy_pass 10.0.0.1:1; proxy_bind off; proxy_download_rate 0; }"))
                .isEmpty();
    }

    @Test
    void limitsForEachKeyAndAnswersOfItsOwnAreRefused() {
        assertThat(found("limit_conn_zone $binary_remote_addr zone=a:1m; server { " + LISTEN
                        + "proxy_pass 10.0.0.1:1; limit_conn a 3; }"))
                .singleElement()
                .asString()
                .startsWith("nginx.not-honoured limit_conn a 3");
        Translation in = Drafts.stream("server { " + LISTEN + "return hello; }");
        assertThat(Streams.of(in)).isEmpty();
        assertThat(Drafts.found(in)).singleElement().asString().startsWith("nginx.not-honoured return hello");
    }
}
