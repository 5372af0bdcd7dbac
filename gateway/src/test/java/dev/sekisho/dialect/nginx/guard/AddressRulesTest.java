package dev.sekisho.dialect.nginx.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.nginx.draft.RouteDraft;
import dev.sekisho.policy.ip.IpConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressRulesTest {

    private static Guarded guarded(String location) {
        return Guarded.http("server { location / {\n" + location + "\n} }");
    }

    private static String rules(String location) {
        RouteDraft route = guarded(location).at("/");
        if (Guarded.types(route).isEmpty()) {
            return "open";
        }
        IpConfig config = Guarded.config(route, "ip", IpConfig.class);
        assertThat(config.status()).isEqualTo(403);
        if (config.rules().isEmpty()) {
            return "allow " + config.allow() + " deny " + config.deny();
        }
        return config.rules()
                .toString()
                .replace("Rule", "")
                .replace("allow=[], ", "")
                .replace(", deny=[]", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "allow 10.0.0.0/8; deny all; | allow [10.0.0.0/8] deny []",
                "allow 10.0.0.0/8; allow ::1; deny all; | allow [10.0.0.0/8, 0:0:0:0:0:0:0:1] deny []",
                "deny 10.9.0.1; allow 10.0.0.0/8; deny all; | allow [10.0.0.0/8] deny [10.9.0.1]",
                "deny 10.9.0.1; | allow [] deny [10.9.0.1]",
                "deny 10.9.0.1; allow all; | allow [] deny [10.9.0.1]",
                "deny all; | allow [] deny [0.0.0.0/0, 0:0:0:0:0:0:0:0/0]",
                "allow 10.9.0.1; deny 10.0.0.0/8; | [[allow=[10.9.0.1]], [deny=[10.0.0.0/8]]]",
                "allow 10.9.0.1; deny 10.0.0.0/8; allow 10.0.0.0/7; deny all; | [[allow=[10.9.0.1]], [deny=[10.0.0.0/8]], [allow=[10.0.0.0/7]], [deny=[0.0.0.0/0, 0:0:0:0:0:0:0:0/0]]]",
                "allow 10.9.0.1; deny 10.0.0.0/8; allow all; | [[allow=[10.9.0.1]], [deny=[10.0.0.0/8]]]",
                "allow all; deny 10.9.0.1; | open",
                "allow 10.9.0.1; | open",
                "allow 10.9.0.1; allow all; | open",
                "deny 10.1.2.3/8; | allow [] deny [10.0.0.0/8]",
                "deny 2001:db8::1/32; | allow [] deny [2001:db8:0:0:0:0:0:0/32]"
            })
    void theFirstThatNamesAnAddressDecides(String directives, String expected) {
        assertThat(rules(directives)).isEqualTo(expected);
    }

    @Test
    void rulesOfALevelReplaceThoseAround() {
        Guarded guarded = Guarded.http("deny all; server { location / { } location /open { allow all; } }");
        assertThat(Guarded.types(guarded.at("/"))).containsExactly("ip");
        assertThat(Guarded.types(guarded.at("/open"))).isEmpty();
    }

    @Test
    void unixSocketsHaveNoAddresses() {
        Guarded without = guarded("allow unix:; deny 10.0.0.1;");
        assertThat(Guarded.types(without.at("/"))).containsExactly("ip");
        assertThat(without.found()).startsWith("nginx.no-effect allow unix: has no effect");
        Guarded with = Guarded.http("server { listen unix:/tmp/s; location / { allow unix:; deny all; } }");
        with.at("/");
        assertThat(with.found()).startsWith("nginx.not-honoured allow unix: is not honoured");
    }

    @Test
    void aMappedAddressIsReported() {
        Guarded guarded = guarded("deny ::ffff:10.0.0.1;");
        assertThat(Guarded.types(guarded.at("/"))).isEmpty();
        assertThat(guarded.found()).startsWith("nginx.not-honoured deny ::ffff:10.0.0.1 names an address in a form");
    }
}
