package dev.sekisho.dialect.nginx.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.model.Listener;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RealIpTest {

    private static Listener listener(String settings) {
        return Sockets.of(Drafts.http("server { listen 127.0.0.1:80; " + settings + " }"))
                .listeners()
                .getFirst();
    }

    private static List<String> found(String http) {
        Translation in = Drafts.http(http);
        Sockets.of(in);
        return Drafts.found(in);
    }

    @Test
    void theHeaderIsThatOfNginx() {
        assertThat(listener("set_real_ip_from 10.0.0.1;").forwarded().header()).isEqualTo("X-Real-IP");
        Listener listener =
                listener("set_real_ip_from 10.0.0.0/8; real_ip_header X-Forwarded-For; real_ip_recursive on;");
        assertThat(listener.forwarded().header()).isEqualTo("X-Forwarded-For");
        assertThat(listener.forwarded().recursive()).isTrue();
        assertThat(listener.trustedProxies()).extracting(Object::toString).containsExactly("10.0.0.0/8");
        assertThat(listener("set_real_ip_from 10.0.0.1; real_ip_header CF-Connecting-IP;")
                        .forwarded()
                        .header())
                .isEqualTo("CF-Connecting-IP");
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3/8, 10.0.0.0/8",
        "10.1.2.3, 10.1.2.3",
        "192.168.77.0/20, 192.168.64.0/20",
        "2001:db8::7/32, 2001:db8:0:0:0:0:0:0/32",
        "0.0.0.0/0, 0.0.0.0/0",
        "255.255.255.255/31, 255.255.255.254/31",
        "::ffff:10.1.2.3/104, 10.0.0.0/8",
    })
    void bitsBehindThePrefixMeanNothing(String text, String network) {
        assertThat(RealIp.network(text).orElseThrow()).hasToString(network);
    }

    @Test
    void namesAreNotLookedUp() {
        assertThat(found("server { listen 127.0.0.1:80; set_real_ip_from unix:; set_real_ip_from lb.example.com; }"))
                .anyMatch(line -> line.startsWith("nginx.no-effect set_real_ip_from unix:"))
                .anyMatch(line -> line.startsWith("nginx.not-honoured set_real_ip_from lb.example.com: names"))
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "unix:", "10.0.0.0/33", "10.0.0", "0010.0.0.1", "::1/129", "fe80::1%1", "10.0.0.0/", "a.b"})
    void whatIsNoNetworkIsNone(String text) {
        assertThat(RealIp.network(text)).isEmpty();
    }

    @Test
    void aHeaderIsTheNameOfAField() {
        assertThat(found("server { listen 127.0.0.1:80; set_real_ip_from 10.0.0.1; real_ip_header \"X A\"; }"))
                .singleElement()
                .asString()
                .startsWith("nginx.not-honoured real_ip_header \"X A\": no name of a field");
    }

    @Test
    void aPlaceThatTrustsOthersIsRefused() {
        assertThat(found("""
                server { listen 127.0.0.1:80; set_real_ip_from 10.0.0.0/8; location /a { set_real_ip_from 192.0.2.1; } }
                """))
                .singleElement()
                .asString()
                .startsWith("nginx.not-honoured set_real_ip_from 192.0.2.1: holds for a whole listener");
        assertThat(found("real_ip_header X-A; server { listen 127.0.0.1:80; location /a { real_ip_header X-B; } }"))
                .as("nobody is trusted")
                .isEmpty();
    }
}
