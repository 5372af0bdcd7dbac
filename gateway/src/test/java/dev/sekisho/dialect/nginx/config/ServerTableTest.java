package dev.sekisho.dialect.nginx.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerTableTest {

    private static final ServerTable TABLE = Configs.http("""
            server { listen 80; server_name first; }
            server { listen 80; server_name example.com; }
            server { listen 80; server_name *.example.com; }
            server { listen 80; server_name *.long.example.com; }
            server { listen 80; server_name www.example.*; }
            server { listen 80; server_name ~^(?<n>[a-z]+)\\.test$; }
            server { listen 80 default_server; server_name default; }
            server { listen 127.0.0.1:80; server_name local; }
            server { listen 8080; server_name .dotted.com; }
            """).http().servers();

    private static String select(String address, int port, String host) {
        return TABLE.select(address, port, host)
                .map(server -> server.directive()
                        .inside("server_name")
                        .findFirst()
                        .orElseThrow()
                        .arg(0))
                .orElse("none");
    }

    @ParameterizedTest
    @CsvSource({
        "example.com, example.com",
        "EXAMPLE.com, example.com",
        "a.example.com, *.example.com",
        "a.b.example.com, *.example.com",
        "a.long.example.com, *.long.example.com",
        "www.example.org, www.example.*",
        "www.example.com, *.example.com",
        "abc.test, ~^(?<n>[a-z]+)\\.test$",
        "other, default",
        "'', default"
    })
    void byName(String host, String name) {
        assertThat(select("10.0.0.1", 80, host)).isEqualTo(name);
    }

    @Test
    void byAddressFirst() {
        assertThat(select("127.0.0.1", 80, "example.com")).isEqualTo("local");
        assertThat(select("10.0.0.1", 8080, "dotted.com")).isEqualTo(".dotted.com");
        assertThat(select("10.0.0.1", 8080, "a.dotted.com")).isEqualTo(".dotted.com");
        assertThat(select("10.0.0.1", 9090, "example.com")).isEqualTo("none");
        assertThat(select("[::1]", 80, "example.com")).isEqualTo("none");
    }
}
