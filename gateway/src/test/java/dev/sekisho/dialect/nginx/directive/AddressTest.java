package dev.sekisho.dialect.nginx.directive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:8080, 127.0.0.1, 8080",
        "example.com, example.com, 0",
        "[::1]:80, [::1], 80",
        "[::ffff:1.2.3.4], [::ffff:1.2.3.4], 0",
        "unix:/run/a.sock, unix:/run/a.sock, 0"
    })
    void hostAndPort(String text, String host, int port) {
        Address address = Address.of(text);
        assertThat(address.problem()).isEmpty();
        assertThat(address.host()).isEqualTo(host);
        assertThat(address.port()).isEqualTo(port);
    }

    @ParameterizedTest
    @CsvSource({
        "'', no host",
        ":80, no host",
        "a:0, invalid port",
        "a:65536, invalid port",
        "a:b, invalid port",
        "a:9-8, invalid port range",
        "[::1, invalid host",
        "[:::1]:80, invalid IPv6 address",
        "[1:2]:80, invalid IPv6 address",
        "unix:, no path in the unix domain socket"
    })
    void problemsInNginxsWords(String text, String problem) {
        assertThat(Address.of(text).problem()).isEqualTo(problem);
    }

    @Test
    void whatFollowsIsTheUri() {
        assertThat(Address.withUri("a:80/x?y").uri()).isEqualTo("/x?y");
        assertThat(Address.withUri("unix:/a.sock:/x").uri()).isEqualTo("/x");
        assertThat(Address.withUri("unix:/a.sock:/x").host()).isEqualTo("unix:/a.sock");
    }

    @Test
    void addressesThatServersListenOn() {
        assertThat(ListenAddress.of("80").addresses()).containsExactly("0.0.0.0:80");
        assertThat(ListenAddress.of("*:81").isAny()).isTrue();
        assertThat(ListenAddress.of("10.0.0.1").addresses()).containsExactly("10.0.0.1:80");
        assertThat(ListenAddress.of("8080-8082").addresses())
                .containsExactly("0.0.0.0:8080", "0.0.0.0:8081", "0.0.0.0:8082");
        assertThat(ListenAddress.of("unix:/a").addresses()).containsExactly("unix:/a");
    }
}
