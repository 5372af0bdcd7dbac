package dev.sekisho.dialect.nginx.field;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policy.reversemapping.ReverseMappingConfig;
import dev.sekisho.policy.reversemapping.ReverseMappingConfig.CookieFlags;
import dev.sekisho.policy.reversemapping.ReverseMappingConfig.Flag;
import dev.sekisho.policy.reversemapping.ReverseMappingConfig.InFront;
import dev.sekisho.policy.reversemapping.ReverseMappingConfig.Mapping;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReverseNamesTest {

    private static ReverseMappingConfig mapping(Drafted drafted) {
        return drafted.policy("reverse-mapping", ReverseMappingConfig.class);
    }

    @ParameterizedTest
    @CsvSource({
        "/one/, http://backend:8000/two/, http://backend:8000/two/, /one/",
        "/, http://backend:8000, http://backend:8000/, /",
        "/api/, http://backend:8000/, http://backend:8000/, /api/",
        "^~ /api/, http://backend:8000/x, http://backend:8000/x, /api/",
        "~ ^/api, http://backend:8000, http://backend:8000/, /"
    })
    void theUpstreamsOwnNameBecomesTheLocationsByDefault(String location, String pass, String from, String to) {
        Drafted drafted = Drafted.http(
                "server { location " + location + " { proxy_pass " + pass + "; } }",
                location.replaceAll(".*[ ^]", "") + (location.endsWith("/") ? "x" : ""));
        assertThat(mapping(drafted).locations()).containsExactly(new Mapping(from, to));
    }

    @Test
    void pairsComeInTheirOrder() {
        assertThat(mapping(Drafted.passed("""
                                proxy_redirect default;
                                proxy_redirect http://a/ /b/;
                                proxy_redirect ~*^http://([^:]+):\\d+/(.+)$ http://$1/$2;
                                """)).locations())
                .containsExactly(
                        new Mapping("http://127.0.0.1:8080/", "/"),
                        new Mapping("http://a/", "/b/"),
                        new Mapping("~*^http://([^:]+):\\d+/(.+)$", "http://{capture.1}/{capture.2}"));
    }

    @Test
    void offIsOff() {
        assertThat(Drafted.passed("proxy_redirect off;").find("reverse-mapping", ReverseMappingConfig.class))
                .isEmpty();
        assertThat(Drafted.http("""
                        proxy_cookie_path / /x; proxy_redirect http://a/ /;
                        server { location / { proxy_pass http://127.0.0.1:1; proxy_cookie_path off; proxy_redirect off; } }
                        """, "/").find("reverse-mapping", ReverseMappingConfig.class))
                .isEmpty();
    }

    @Test
    void aLocationWithoutHostIsMadeAbsoluteUnlessThatIsOff() {
        assertThat(mapping(Drafted.passed("")).inFront()).isEqualTo(InFront.PORT);
        assertThat(mapping(Drafted.passed("port_in_redirect off;")).inFront()).isEqualTo(InFront.HOST);
        assertThat(mapping(Drafted.passed("absolute_redirect off;")).inFront()).isEqualTo(InFront.NONE);
        assertThat(Drafted.passed("server_name_in_redirect on;").told("server_name_in_redirect"))
                .hasSize(1);
    }

    @Test
    void anUpstreamOfARequestsChoiceHasNoName() {
        assertThat(Drafted.http("server { location / { proxy_pass http://$arg_to; } }", "/")
                        .find("reverse-mapping", ReverseMappingConfig.class))
                .isEmpty();
    }

    @Test
    void cookies() {
        ReverseMappingConfig config = mapping(Drafted.passed("""
                proxy_redirect off;
                proxy_cookie_domain localhost $host;
                proxy_cookie_domain ~\\.([a-z]+\\.[a-z]+)$ $1;
                proxy_cookie_path /two/ /;
                proxy_cookie_flags one httponly;
                proxy_cookie_flags ~ nosecure samesite=strict;
                """));
        assertThat(config.locations()).isEmpty();
        assertThat(config.cookieDomains())
                .containsExactly(
                        new Mapping("localhost", "{host}"), new Mapping("~\\.([a-z]+\\.[a-z]+)$", "{capture.1}"));
        assertThat(config.cookiePaths()).containsExactly(new Mapping("/two/", "/"));
        assertThat(config.cookieFlags())
                .containsExactly(
                        new CookieFlags("one", List.of(Flag.HTTPONLY)),
                        new CookieFlags("~", List.of(Flag.NO_SECURE, Flag.SAMESITE_STRICT)));
    }

    @Test
    void expressionsThatAreNoneHereAreReported() {
        Drafted drafted = Drafted.passed("proxy_redirect ~^http://(?!a)x/ /;");
        assertThat(drafted.told("proxy_redirect"))
                .singleElement()
                .asString()
                .startsWith("nginx.not-honoured")
                .contains("RE2");
        assertThat(drafted.find("reverse-mapping", ReverseMappingConfig.class)).isEmpty();
    }
}
