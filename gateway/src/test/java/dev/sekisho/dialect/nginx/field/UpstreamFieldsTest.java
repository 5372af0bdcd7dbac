package dev.sekisho.dialect.nginx.field;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.Size;
import dev.sekisho.policy.requestbody.RequestBodyConfig;
import dev.sekisho.policy.requestheaders.RequestHeadersConfig;
import dev.sekisho.policy.requestheaders.RequestHeadersConfig.Expect;
import dev.sekisho.policy.requestheaders.RequestHeadersConfig.Names;
import dev.sekisho.policy.requestheaders.RequestHeadersConfig.Upgrade;
import dev.sekisho.policy.requestline.RequestLineConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamFieldsTest {

    private static RequestHeadersConfig headers(Drafted drafted) {
        return drafted.policy("request-headers", RequestHeadersConfig.class);
    }

    @Test
    void fieldsAreSetAndEmptyOnesGo() {
        Drafted drafted = Drafted.passed("""
                proxy_set_header X-Real-IP $remote_addr;
                proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                proxy_set_header X-Forwarded-Proto $scheme;
                proxy_set_header Accept-Encoding "";
                proxy_set_header X-Braces "{clientAddress} {";
                """);
        assertThat(headers(drafted).assign())
                .containsEntry("X-Real-IP", "{clientAddress}")
                .containsEntry("X-Forwarded-For", "{forwardedFor}")
                .containsEntry("Accept-Encoding", "")
                .containsEntry("X-Braces", "{{clientAddress} {{")
                .containsKey("X-Forwarded-Proto")
                .hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PURGE"})
    void theMethodIsWhatIsWritten(String method) {
        RequestLineConfig config =
                Drafted.passed("proxy_method " + method + ";").policy("request-line", RequestLineConfig.class);
        assertThat(config).isEqualTo(RequestLineConfig.ofMethod(method));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "$http_x", "get"})
    void methodsThatCannotBeAreReported(String method) {
        Drafted drafted = Drafted.passed("proxy_method " + method + ";");
        assertThat(drafted.find("request-line", RequestLineConfig.class)).isEmpty();
        assertThat(drafted.told("nginx.not-honoured: proxy_method")).hasSize(1);
    }

    @Test
    void theClientsMethodNeedsNoPolicy() {
        Drafted drafted = Drafted.passed("proxy_method $request_method;");
        assertThat(drafted.find("request-line", RequestLineConfig.class)).isEmpty();
        assertThat(drafted.told("proxy_method")).isEmpty();
    }

    @Test
    void whoWaitsWithTheBodyIsAnswered() {
        assertThat(headers(Drafted.passed("")).expect()).isEqualTo(Expect.ANSWER);
    }

    @Test
    void aListIsReplacedWhole() {
        String text = """
                proxy_set_header A 1; proxy_set_header Host $host;
                server { location / { proxy_pass http://backend.example.com:80; %s } }
                """;
        assertThat(headers(Drafted.http(text.formatted(""), "/")).assign()).containsOnlyKeys("A");
        assertThat(Drafted.http(text.formatted(""), "/").host()).isEqualTo("{host}");
        Drafted own = Drafted.http(text.formatted("proxy_set_header B 2;"), "/");
        assertThat(headers(own).assign()).containsOnlyKeys("B");
        assertThat(own.host()).isEqualTo("backend.example.com");
    }

    @ParameterizedTest
    @CsvSource({
        "http://10.0.0.1:8080, 10.0.0.1:8080",
        "http://backend, backend",
        "http://other:80/x/, other",
        "https://other:443, other",
        "https://other:80, other:80",
        "http://[::1]:80, [::1]",
        "http://unix:/tmp/socket:/x, localhost",
        "http://target, Target",
        "http://keep, Keep"
    })
    void theHostIsThatOfProxyPassByDefault(String pass, String host) {
        Drafted drafted = Drafted.http(
                "upstream backend { server 10.0.0.1; } upstream target { server 10.0.0.1; }"
                        + " upstream keep { server 10.0.0.1; } server { location / { proxy_pass " + pass + "; } }",
                "/");
        assertThat(drafted.host()).isEqualTo(host);
    }

    @ParameterizedTest
    @CsvSource({
        "$http_host, keep",
        "${http_host}, keep",
        "$host, {host}",
        "$proxy_host, 127.0.0.1:8080",
        "internal.example.com, internal.example.com",
        "'$host:8443', {host}:8443",
        "'', target"
    })
    void theHostIsWhatIsWritten(String written, String host) {
        assertThat(Drafted.passed("proxy_set_header Host \"" + written + "\";").host())
                .isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a/b", "user@host"})
    void whatIsNoHostIsReported(String host) {
        assertThat(Drafted.passed("proxy_set_header Host \"" + host + "\";").told("names no host"))
                .singleElement()
                .asString()
                .startsWith("nginx.not-honoured: proxy_set_header Host");
    }

    @ParameterizedTest
    @CsvSource({
        "'', DROP",
        "proxy_set_header Upgrade $http_upgrade;, DROP",
        "proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade;, KEEP",
        "proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection \"Upgrade\";, KEEP",
        "proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $http_connection;, KEEP",
        "proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection \"\";, DROP",
        "proxy_set_header Connection upgrade;, DROP"
    })
    void webSocketsPassWhereBothFieldsDo(String directives, Upgrade upgrade) {
        Drafted drafted = Drafted.passed("proxy_http_version 1.1; " + directives);
        assertThat(headers(drafted).upgrade()).isEqualTo(upgrade);
        assertThat(drafted.told("proxy_set_header")).isEmpty();
        assertThat(headers(drafted).assign()).isEmpty();
    }

    @Test
    void fieldsThatAreTheGatewaysOwnAreReportedWhereTheySaySomething() {
        assertThat(Drafted.passed("proxy_set_header Content-Length \"\"; proxy_set_header TE \"\";")
                        .told("proxy_set_header"))
                .isEmpty();
        assertThat(Drafted.passed("proxy_set_header Transfer-Encoding chunked;").told("proxy_set_header"))
                .singleElement()
                .asString()
                .startsWith("nginx.not-honoured");
    }

    @Test
    void theRequestIdMayBeSet() {
        assertThat(headers(Drafted.passed("proxy_set_header X-Request-ID $request_id;"))
                        .assign())
                .containsEntry("X-Request-ID", "{requestId}");
    }

    @Test
    void aNameMayStandTwice() {
        Drafted drafted = Drafted.passed("proxy_set_header A 1; proxy_set_header a 2; proxy_set_header A 3;");
        assertThat(headers(drafted).assign()).containsEntry("A", "1");
        assertThat(headers(drafted).add()).containsEntry("a", "2");
        assertThat(drafted.told("A 3")).singleElement().asString().contains("third field");
    }

    @ParameterizedTest
    @CsvSource({"'', HYPHENS", "underscores_in_headers on;, UNDERSCORES", "ignore_invalid_headers off;, ANY"})
    void namesOfFieldsPassAsTheServerSays(String server, Names names) {
        Drafted drafted = Drafted.http("server { " + server + " location / { proxy_pass http://127.0.0.1:1; } }", "/");
        assertThat(headers(drafted).names()).isEqualTo(names);
    }

    @Test
    void whatIsNotPassedOn() {
        assertThat(headers(Drafted.passed("proxy_pass_request_headers off;")).clear())
                .isTrue();
        assertThat(body("proxy_pass_request_body off;")).isEqualTo(RequestBodyConfig.ofText("", new Size(1 << 20)));
        assertThat(body("proxy_set_body \"{$arg_a}\"; proxy_pass_request_body off; client_max_body_size 0;"))
                .isEqualTo(RequestBodyConfig.ofText("{{{arg.a}}", new Size(64 << 20)));
        assertThat(Drafted.passed("").find("request-body", RequestBodyConfig.class))
                .isEmpty();
    }

    private static RequestBodyConfig body(String directives) {
        return Drafted.passed(directives).policy("request-body", RequestBodyConfig.class);
    }

    @Test
    void anOldVersionIsToldWhereItIsWritten() {
        assertThat(Drafted.passed("proxy_http_version 1.0;").told("proxy_http_version"))
                .singleElement()
                .asString()
                .startsWith("nginx.differs");
        assertThat(Drafted.passed("proxy_http_version 1.1;").told("proxy_http_version"))
                .isEmpty();
        assertThat(Drafted.passed("").told("proxy_http_version")).isEmpty();
    }

    @Test
    void grpcHasFieldsOfItsOwn() {
        Drafted drafted = Drafted.http(
                "server { listen 80 http2; proxy_set_header A 1; location / { grpc_pass grpc://10.0.0.1:50051;"
                        + " grpc_set_header B 2; } }",
                "/");
        assertThat(headers(drafted).assign()).containsOnlyKeys("B");
        assertThat(drafted.host()).isEqualTo("10.0.0.1:50051");
    }

    @Test
    void valuesThatAreNotAsciiAreReported() {
        assertThat(Drafted.passed("proxy_set_header A \"\u00e9\";").told("proxy_set_header"))
                .singleElement()
                .asString()
                .contains("ASCII");
    }

    @Test
    void filesHaveNoUpstream() {
        assertThat(Drafted.files("proxy_set_header A 1;").find("request-headers", RequestHeadersConfig.class))
                .isEmpty();
    }
}
