package dev.sekisho.dialect.nginx.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.Mirror;
import dev.sekisho.model.RegexRewrite;
import dev.sekisho.model.Rewrite;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MirrorsTest {

    private static final String COPY = "location = /copy { internal; proxy_pass http://auth$request_uri; }";

    private static Guarded guarded(String location, String others) {
        return Guarded.http(
                "upstream auth { server 127.0.0.1; } server { location / {\n" + location + "\n}\n" + others + "\n}");
    }

    @Test
    void copiesOfWhatTheClientAsksForGoToTheService() {
        Guarded guarded = guarded("mirror /copy; proxy_pass http://127.0.0.1;", COPY);
        Mirror mirror = guarded.at("/").mirror().orElseThrow();
        assertThat(mirror.upstream()).isEqualTo("to-auth");
        assertThat(mirror.percent()).isEqualTo(100);
        assertThat(mirror.maxBody()).hasToString("1MiB");
        assertThat(guarded.found())
                .startsWith("nginx.differs mirror /copy copies the fields")
                .doesNotContain("16m");
    }

    @ParameterizedTest
    @CsvSource({
        "http://auth$request_uri,,,auth",
        "http://auth,/copy,,auth",
        "http://auth/x,/x,,auth",
        "http://auth/v2$request_uri,,/v2/,auth",
        "http://127.0.0.1:80,/copy,,127.0.0.1",
        "http://127.0.0.1:8080$request_uri,,,127.0.0.1:8080"
    })
    void copiesHavePathAndHostOfTheirLocation(String pass, @Nullable String path, @Nullable String front, String host) {
        Guarded guarded = guarded(
                "mirror /copy; proxy_pass http://127.0.0.1;",
                "location = /copy { internal; proxy_pass " + pass + "; }");
        Rewrite rewrite = guarded.at("/").mirror().orElseThrow().rewrite().orElseThrow();
        assertThat(rewrite.path()).isEqualTo(Optional.ofNullable(path));
        assertThat(rewrite.regex().map(RegexRewrite::replacement)).isEqualTo(Optional.ofNullable(front));
        assertThat(rewrite.host()).isEqualTo(host);
    }

    @ParameterizedTest
    @CsvSource({"own.test:81,own.test:81", "$host,keep", "keep,Keep", "'\"\"',target"})
    void copiesHaveTheHostThatIsSet(String written, String host) {
        Guarded guarded = guarded(
                "mirror /copy; proxy_pass http://127.0.0.1;",
                "location = /copy { internal; proxy_set_header Host " + written + "; proxy_pass http://auth; }");
        assertThat(guarded.at("/")
                        .mirror()
                        .orElseThrow()
                        .rewrite()
                        .orElseThrow()
                        .host())
                .isEqualTo(host);
    }

    @Test
    void largeBodiesAreNotCopied() {
        Guarded guarded = guarded("mirror /copy; client_max_body_size 0; proxy_pass http://127.0.0.1;", COPY);
        assertThat(guarded.at("/").mirror().orElseThrow().maxBody()).hasToString("16MiB");
        assertThat(guarded.found()).contains("nothing of requests with more than 16m of a body");
    }

    @Test
    void itMayBeOff() {
        Guarded guarded =
                Guarded.http("mirror /copy; server { location / { mirror off; proxy_pass http://127.0.0.1; } }");
        assertThat(guarded.at("/").mirror()).isEmpty();
        assertThat(guarded.found()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mirror /copy; proxy_pass http://127.0.0.1/x; | location = /copy { proxy_pass http://auth$request_uri; } | stands where path",
                "mirror /copy; return 200; | location = /copy { proxy_pass http://auth$request_uri; } | stands where path",
                "mirror /copy; rewrite ^/a /b break; proxy_pass http://127.0.0.1; | location = /copy { proxy_pass http://auth$request_uri; } | stands where path",
                "mirror /copy; proxy_pass http://127.0.0.1; | location = /copy { proxy_pass http://auth/x?y; } | variables or a query",
                "mirror /copy; proxy_pass http://127.0.0.1; | location = /copy { proxy_pass http://auth/$host$request_uri; } | variables or a query",
                "mirror /copy; proxy_pass http://127.0.0.1; | location = /copy { return 200; } | no service by proxy_pass",
                "mirror /copy; mirror_request_body off; proxy_pass http://127.0.0.1; | location = /copy { proxy_pass http://auth$request_uri; } | copies bear the body"
            })
    void whatCannotBeCopiedIsReported(String directives, String others, String message) {
        Guarded guarded = guarded(directives, others);
        assertThat(guarded.at("/").mirror()).isEmpty();
        assertThat(guarded.found()).contains("nginx.not-honoured mirror").contains(message);
    }

    @Test
    void aSecondMirrorIsReported() {
        Guarded guarded = guarded("mirror /copy; mirror /more; proxy_pass http://127.0.0.1;", COPY);
        assertThat(guarded.at("/").mirror()).isPresent();
        assertThat(guarded.found()).contains("nginx.not-honoured mirror /more is a second mirror");
    }
}
