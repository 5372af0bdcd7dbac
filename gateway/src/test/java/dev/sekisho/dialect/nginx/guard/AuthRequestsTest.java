package dev.sekisho.dialect.nginx.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policy.forwardauth.ForwardAuthConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthRequestsTest {

    private static Guarded guarded(String location, String others) {
        return Guarded.http(
                "upstream auth { server 127.0.0.1; } server { location / {\n" + location + "\n}\n" + others + "\n}");
    }

    private static ForwardAuthConfig config(Guarded guarded) {
        return Guarded.config(guarded.at("/"), "forward-auth", ForwardAuthConfig.class);
    }

    @Test
    void theServiceOfTheLocationIsAsked() {
        Guarded guarded = guarded(
                "auth_request /ask; auth_request_set $user $upstream_http_x_user;"
                        + " auth_request_set $code $upstream_status;",
                """
                location = /ask {
                    internal;
                    proxy_pass http://auth/check;
                    proxy_pass_request_body off;
                    proxy_set_header Content-Length "";
                    proxy_set_header X-Original-Method "$scheme";
                    proxy_set_header X-Asked "$uri$is_args$args";
                }
                """);
        ForwardAuthConfig config = config(guarded);
        assertThat(config.upstream()).isEqualTo("to-auth");
        assertThat(config.path()).isEqualTo("/check");
        assertThat(config.method()).isEqualTo("GET");
        assertThat(config.refusals()).isEqualTo(ForwardAuthConfig.Refused.STATUS);
        assertThat(config.statusOnError()).isEqualTo(500);
        assertThat(config.originHeaders()).isFalse();
        assertThat(config.setHeaders())
                .containsOnly(
                        Map.entry("Host", "auth"),
                        Map.entry("X-Original-Method", "{scheme}"),
                        Map.entry("X-Asked", "/ask"));
        assertThat(config.setVariables()).containsOnly(Map.entry("user", "x-user"), Map.entry("code", "{status}"));
        assertThat(guarded.found().lines())
                .singleElement()
                .asString()
                .startsWith("nginx.differs auth_request /ask asks");
    }

    @ParameterizedTest
    @CsvSource({
        "/ask, location = /ask, http://auth, /ask, auth",
        "/ask, location = /ask, http://auth/, /, auth",
        "/ask/all, location /ask/, http://auth/v1/, /v1/all, auth",
        "/ask/all, location /ask, http://auth, /ask/all, auth",
        "/ask, location = /ask, http://auth/check?a=b, /check?a=b, auth",
        "/ask, location = /ask, http://127.0.0.1:80, /ask, 127.0.0.1",
        "/ask, location ~ ^/a, http://auth, /ask, auth"
    })
    void pathAndHostAreThoseOfTheLocation(String uri, String location, String pass, String path, String host) {
        ForwardAuthConfig config =
                config(guarded("auth_request " + uri + ";", location + " { internal; proxy_pass " + pass + "; }"));
        assertThat(config.path()).isEqualTo(path);
        assertThat(config.setHeaders()).containsOnly(Map.entry("Host", host));
    }

    @Test
    void hostAndMethodMayBeGiven() {
        ForwardAuthConfig config = config(guarded(
                "auth_request /ask;",
                "location = /ask { proxy_pass http://auth; proxy_method POST; proxy_set_header host $host; }"));
        assertThat(config.setHeaders()).containsOnly(Map.entry("host", "{host}"));
        assertThat(config.method()).isEqualTo("POST");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "auth_request /ask; | | leads to location /, which passes requests to no service",
                "auth_request ask; | | does not name a path",
                "auth_request /a%20b; | | does not name a path",
                "auth_request /ask; | location = /ask { return 204; } | which passes requests to no service",
                "auth_request /ask; | location = /ask { proxy_pass http://$host; } | names a service by a variable",
                "auth_request /ask; | location = /ask { set $a b; proxy_pass http://auth; } | has steps of the rewrite module",
                "auth_request /ask; | location = /ask { proxy_pass http://auth/x?u=$uri; } | whose proxy_pass has a URI with",
                "auth_request /ask; | location = /ask { proxy_pass http://auth; proxy_method $request_method; } | names a method by",
                "auth_request /ask; | location = /ask { grpc_pass grpc://auth; } | which passes requests to no service"
            })
    void whatCannotBeAskedIsReported(String directive, String others, String message) {
        Guarded guarded = guarded(directive, others == null ? "" : others);
        assertThat(Guarded.types(guarded.at("/"))).isEmpty();
        assertThat(guarded.found()).contains("nginx.not-honoured ").contains(message);
    }

    @ParameterizedTest
    @CsvSource({"a$upstream_http_b", "$upstream_cookie_a", "$host", "text"})
    void variablesThatGetSomethingElseAreReported(String value) {
        Guarded guarded = guarded(
                "auth_request /ask; auth_request_set $v " + value + ";", "location = /ask { proxy_pass http://auth; }");
        assertThat(config(guarded).setVariables()).isEmpty();
        assertThat(guarded.found()).contains("nginx.not-honoured auth_request_set $v " + value + " sets more than");
    }

    @Test
    void whatIsCachedOrLeftOutIsReported() {
        Guarded guarded =
                Guarded.http("proxy_cache_path /tmp/c keys_zone=c:1m; upstream auth { server 127.0.0.1; } server {"
                        + " location / { auth_request /ask; } location = /ask { proxy_pass http://auth; proxy_cache c;"
                        + " proxy_pass_request_headers off; } }");
        guarded.at("/");
        assertThat(guarded.found())
                .contains("nginx.differs proxy_cache c keeps no answers to auth_request")
                .contains("nginx.not-honoured proxy_pass_request_headers off is not honoured");
    }
}
