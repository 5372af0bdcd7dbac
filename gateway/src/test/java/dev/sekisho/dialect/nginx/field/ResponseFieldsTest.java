package dev.sekisho.dialect.nginx.field;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.StatusPattern;
import dev.sekisho.policy.responseheaders.ResponseHeadersConfig;
import dev.sekisho.policy.responseheaders.ResponseHeadersConfig.Action;
import dev.sekisho.policy.responseheaders.ResponseHeadersConfig.Charset;
import dev.sekisho.policy.responseheaders.ResponseHeadersConfig.Edit;
import dev.sekisho.policy.responseheaders.ResponseHeadersConfig.Expires;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseFieldsTest {

    private static ResponseHeadersConfig headers(Drafted drafted) {
        return drafted.policy("response-headers", ResponseHeadersConfig.class);
    }

    @Test
    void fieldsAreAddedInOrderForSomeStatusesOrAll() {
        List<Edit> edits = headers(Drafted.files("""
                        add_header Link "</a>; rel=preload";
                        add_header Link "</b>; rel=preload" always;
                        add_header ETag "";
                        add_header X-Address $remote_addr;
                        """)).edits();
        assertThat(edits)
                .extracting(Edit::name, Edit::value, Edit::action)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("Link", "</a>; rel=preload", Action.ADD),
                        org.assertj.core.groups.Tuple.tuple("Link", "</b>; rel=preload", Action.ADD),
                        org.assertj.core.groups.Tuple.tuple("ETag", "", Action.SET),
                        org.assertj.core.groups.Tuple.tuple("X-Address", "{clientAddress}", Action.ADD));
        assertThat(edits.get(1).statuses()).isEmpty();
        assertThat(IntStream.range(200, 600)
                        .filter(status -> edits.getFirst().statuses().stream()
                                .anyMatch((StatusPattern each) -> each.contains(status))))
                .containsExactly(200, 201, 204, 206, 301, 302, 303, 304, 307, 308);
    }

    @Test
    void aListIsReplacedWhole() {
        Drafted drafted =
                Drafted.http("add_header A 1; server { location / { add_header B 2; } location /c { } }", "/");
        assertThat(headers(drafted).edits()).extracting(Edit::name).containsExactly("B");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Connection", "Content-Length", "transfer-encoding", "Upgrade"})
    void fieldsThatAreTheGatewaysOwnAreNotSent(String name) {
        Drafted drafted = Drafted.files("add_header " + name + " x;");
        assertThat(drafted.find("response-headers", ResponseHeadersConfig.class))
                .isEmpty();
        assertThat(drafted.told("add_header")).singleElement().asString().startsWith("nginx.differs");
    }

    @Test
    void whatUpstreamsSayThatIsHidden() {
        assertThat(headers(Drafted.passed("")).remove())
                .containsExactly(
                        "Date",
                        "Server",
                        "X-Pad",
                        "X-Accel-Expires",
                        "X-Accel-Redirect",
                        "X-Accel-Limit-Rate",
                        "X-Accel-Buffering",
                        "X-Accel-Charset");
        assertThat(headers(
                                Drafted.passed(
                                        "proxy_pass_header server; proxy_hide_header X-Powered-By; proxy_hide_header Keep-Alive;"))
                        .remove())
                .contains("X-Powered-By", "Date")
                .doesNotContain("Server", "Keep-Alive");
        assertThat(headers(Drafted.passed("proxy_hide_header X-Request-ID;")).edits())
                .containsExactly(new Edit("X-Request-ID", "", Action.SET, List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "30d, 30d",
        "-1, -1",
        "epoch, epoch",
        "max, max",
        "@15h30m, @15h30m",
        "modified +24h, modified +24h",
        "'$arg_e', '{arg.e}'"
    })
    void expiresIsSaidInTheSameForms(String written, String value) {
        assertThat(headers(Drafted.files("expires " + written + ";")).expires())
                .contains(new Expires(value, List.of()));
    }

    @Test
    void expiresOffSaysNothing() {
        assertThat(Drafted.http("expires 1h; server { location / { expires off; } }", "/")
                        .find("response-headers", ResponseHeadersConfig.class))
                .isEmpty();
    }

    @Test
    void charsetsAreNamedInAnswersOfUpstreams() {
        assertThat(headers(Drafted.passed("charset utf-8;")).charset()).contains(new Charset("utf-8", List.of()));
        assertThat(headers(Drafted.passed("charset utf-8; charset_types text/css;"))
                        .charset())
                .contains(new Charset("utf-8", List.of("text/html", "text/css")));
        assertThat(headers(Drafted.passed("charset off;")).charset()).isEmpty();
        assertThat(Drafted.files("charset utf-8;").find("response-headers", ResponseHeadersConfig.class))
                .isEmpty();
        assertThat(Drafted.passed("charset utf-8; source_charset koi8-r;").told("source_charset"))
                .hasSize(1);
    }
}
