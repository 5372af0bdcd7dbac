package dev.sekisho.dialect.nginx.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.nginx.Case;
import dev.sekisho.dialect.nginx.config.ConfigReader;
import dev.sekisho.dialect.nginx.config.NginxConfig;
import dev.sekisho.dialect.nginx.config.Server;
import dev.sekisho.dialect.nginx.directive.ConfigCheck;
import dev.sekisho.dialect.nginx.syntax.ConfigTree;
import dev.sekisho.dialect.nginx.variables.VariableTable;
import dev.sekisho.model.Lookup;
import dev.sekisho.model.Origin;
import dev.sekisho.model.Variable;
import dev.sekisho.policy.FieldNames.Head;
import dev.sekisho.policy.FieldValue;
import dev.sekisho.policy.variables.VariableRules;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {

    private final Report report = new Report();

    private static NginxConfig config(String http) {
        ConfigTree tree = Case.tree("events {}\nhttp {\n" + http + "\n}\n");
        assertThat(ConfigCheck.check(tree).error()).isEmpty();
        return ConfigReader.read(tree);
    }

    private Texts texts(String http) {
        return new Texts(config(http).http(), report);
    }

    private Texts place(String server) {
        NginxConfig config = config("server { listen 80; " + server + " }");
        Server first = config.http().servers().servers().getFirst();
        return new Texts(config.http(), report).in(first, first.settings());
    }

    private List<String> told() {
        return report.found().stream().map(Diagnostic::message).toList();
    }

    static List<String> variables() throws IOException {
        try (InputStream in = Objects.requireNonNull(VariableTable.class.getResourceAsStream("variables.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("http "))
                    .map(line -> line.split(" ")[1] + (line.contains(" prefix") ? "name" : ""))
                    .toList();
        }
    }

    /** Each variable of nginx has a counterpart, which policies take, or a reason why not: none is forgotten. */
    @ParameterizedTest
    @MethodSource("variables")
    void everyVariableIsTranslatedOrReported(String name) {
        Texts texts = place("root /srv; location / { proxy_pass http://a; }");
        String text = texts.of("$" + name, Origin.NONE);
        Counterpart known = Counterpart.of(name).orElseThrow(() -> new AssertionError("no row"));
        boolean reported = report.failed();
        assertThat(known.isOfPlace() || known.isKnown() || !known.remark().isEmpty())
                .as("a placeholder, or a reason")
                .isTrue();
        if (reported) {
            assertThat(told()).singleElement().asString().startsWith("$" + name + ": ");
            assertThat(text).isEmpty();
        } else {
            assertThat(FieldValue.template("text", text, Head.RESPONSE)).isNotNull();
            assertThat(known.isOfResponse() || known.isOfPlace() || isOfRequest(text))
                    .isTrue();
        }
    }

    /** Those that are not marked as of a response are known without one. */
    private static boolean isOfRequest(String text) {
        FieldValue.template("text", text, Head.REQUEST);
        return true;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "$scheme://$host$request_uri|{connectionScheme}://{host}{requestTarget}",
                "${remote_addr}x$1|{clientAddress}x{capture.1}",
                "$HTTP_X_Api_Key|{clientHeader.x-api-key}",
                "$arg_Page_No$is_args$args|{arg.page_no}{queryMark}{query}",
                "$cookie_JSESSIONID|{cookieAnyCase.jsessionid}",
                "$sent_http_x_a $upstream_http_x_b|{responseHeader.x-a} {upstreamHeader.x-b}",
                "$request|{method} {requestTarget} {protocol}",
                "$jwt_claim_sub|{claim.sub}",
                "plain|plain"
            })
    void textsHavePlaceholders(String nginx, String text) {
        assertThat(texts("").of(nginx, Origin.NONE)).isEqualTo(text);
        assertThat(report.failed()).isFalse();
    }

    /** Braces of a text never become placeholders, wherever they stand. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{host}",
                "{",
                "{{",
                "{{host}",
                "a{b",
                "{\"a\":1,\"b\":{\"c\":[]}}",
                "{ x }",
                "}{",
                "{{{",
                "{var.x}",
                "{{{host}}}"
            })
    void bracesStayBraces(String text) {
        String made = texts("").of(text, Origin.NONE);
        assertThat(FieldValue.template("text", made, Head.REQUEST).fixed()).contains(text);
        String before = texts("").of(text + "$host", Origin.NONE);
        assertThat(before).endsWith("{host}");
        assertThat(FieldValue.template("text", before, Head.REQUEST).isFixed()).isFalse();
        assertThat(FieldValue.template("text", before.substring(0, before.length() - "{host}".length()), Head.REQUEST)
                        .fixed())
                .contains(text);
    }

    @Test
    void whatComesWithAResponseIsEmptyBefore() {
        assertThat(texts("").ofRequest("a${status}b$upstream_http_x$host", Origin.NONE))
                .isEqualTo("ab{host}");
    }

    @Test
    void whatHasNoCounterpartIsAnErrorButInLogs() {
        Texts texts = texts("");
        assertThat(texts.ofLog("a $gzip_ratio $gzip_ratio", "-", Origin.NONE)).isEqualTo("a - -");
        assertThat(report.failed()).isFalse();
        assertThat(told())
                .containsExactly("$gzip_ratio: how far a response was compressed is not told; in logs it is not known");
        assertThat(texts.of("a $gzip_ratio", Origin.NONE)).isEqualTo("a ");
        assertThat(report.failed()).isTrue();
    }

    @Test
    void differencesAreToldOnce() {
        Texts texts = texts("");
        texts.of("$uri $uri", Origin.NONE);
        texts.of("$uri", Origin.NONE);
        assertThat(told()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "server_name A.test b.test;|$server_name|a.test",
                "server_name .a.test;|$server_name|a.test",
                "server_name ~^(?<sub>.+)\\.test$;|$server_name.$sub|~^(?<sub>.+)\\.test$.{capture.sub}",
                "root /srv/www;|$document_root$uri|/srv/www{path}",
                "root /srv/$host;|$request_filename|/srv/{host}{path}",
                "root /srv;|$proxy_protocol_addr.$realip_remote_addr|.{connectionAddress}",
                "listen 81 proxy_protocol;|$proxy_protocol_addr|{connectionAddress}"
            })
    void placesHaveValuesOfTheirOwn(String server, String nginx, String text) {
        assertThat(place(server).of(nginx, Origin.NONE)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "http://back, back, 80",
        "http://127.0.0.1:80/x, 127.0.0.1, 80",
        "https://127.0.0.1:8443/, 127.0.0.1:8443, 8443",
        "https://back/, back, 443",
        "http://[::1]:81, [::1]:81, 81",
        "http://unix:/run/x.sock:/a, localhost, ''"
    })
    void whereRequestsArePassedIsKnown(String pass, String host, String port) {
        NginxConfig config =
                config("upstream back { server 127.0.0.1; } server { location / { proxy_pass " + pass + "; } }");
        Server server = config.http().servers().servers().getFirst();
        Texts texts = new Texts(config.http(), report)
                .in(server, server.locations().locations().getFirst().settings());
        assertThat(texts.of("$proxy_host|$proxy_port", Origin.NONE)).isEqualTo(host + "|" + port);
    }

    @Test
    void variablesThatAreUsedAreDeclared() {
        Texts texts = texts("""
                map $http_x $a { default $b; x "{1}"; ~^y(?<n>.)$ $n; \\~z $host; }
                map $host $b { hostnames; *.example.com below; }
                map $host $unused { default 1; }
                server { set $c 1; if ($host) { set $d 2; } }
                """);
        assertThat(texts.of("$a $c", Origin.NONE)).isEqualTo("{var.a} {var.c}");
        List<Variable> all = texts.variables();
        assertThat(all.stream().map(Variable::name)).containsExactly("a", "c", "b");
        assertThat(all.get(0).by())
                .isEqualTo(new Lookup.MapLookup(
                        "{clientHeader.x}",
                        Map.of("x", "{1}", "~^y(?P<n>.)$", "{capture.n}", "\\~z", "{host}"),
                        Optional.of("{var.b}"),
                        false));
        assertThat(all.get(2).by())
                .isEqualTo(new Lookup.MapLookup("{host}", Map.of("*.example.com", "below"), Optional.empty(), true));
        assertThat(VariableRules.of(all)).isNotNull();
        assertThat(report.found()).isEmpty();
    }

    @Test
    void geoIsWrittenInOneForm() {
        Texts texts = texts("""
                geo $g { default none; 10.0.0.0/8 a$b; 10.1.2.3/8 later; 192.0.2.1 one; 192.0.2.1/32 again; 2001:db8::/32 six; 10.9.0.0/16 x; delete 10.9.0.0/16; }
                geo $http_x $r { ranges; 10.0.0.0-10.0.0.255 outer; 10.0.0.10-10.0.0.20 inner; 10.0.1.0-10.0.1.9 gone; delete 10.0.1.0-10.0.1.9; }
                """);
        texts.of("$g$r", Origin.NONE);
        List<Variable> all = texts.variables();
        assertThat(all.get(0).by())
                .isEqualTo(new Lookup.GeoLookup(
                        "{clientAddress}",
                        Map.of("10.0.0.0/8", "later", "192.0.2.1", "again", "2001:db8:0:0:0:0:0:0/32", "six"),
                        Optional.of("none")));
        assertThat(all.get(1).by())
                .isEqualTo(new Lookup.GeoLookup(
                        "{clientHeader.x}",
                        Map.of(
                                "10.0.0.0-10.0.0.9", "outer",
                                "10.0.0.10-10.0.0.20", "inner",
                                "10.0.0.21-10.0.0.255", "outer"),
                        Optional.empty()));
        assertThat(VariableRules.of(all)).isNotNull();
    }

    @Test
    void sharesAreThoseOfSplitClients() {
        Texts texts = texts("split_clients $remote_addr$http_x $s { 0.5% a; 10% \"$b{c\"; * rest; }"
                + "split_clients $host $t { 40% a; 60% b; * never; }");
        texts.of("$s$t", Origin.NONE);
        assertThat(texts.variables().get(0).by())
                .isEqualTo(new Lookup.ShareLookup(
                        "{clientAddress}{clientHeader.x}",
                        List.of(
                                new Lookup.SharePart(Optional.of(0.5), "a"),
                                new Lookup.SharePart(Optional.of(10.0), "$b{{c"),
                                new Lookup.SharePart(Optional.empty(), "rest"))));
        assertThat(VariableRules.of(texts.variables())).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "map $host $v { ~^(?!a) 1; }|map $v: ~^(?!a): look-around (\"(?!a)\") (expected: an expression that RE2 knows)",
                "geo $v { proxy 10.0.0.0/8; 192.0.2.1 a; }|geo $v: proxy 10.0.0.0/8 (expected: set_real_ip_from beside the server)",
                "map $host $v { volatile; a b; }|map $v: volatile: the value is found out once for a request and kept"
            })
    void whatCannotBeLookedUpIsTold(String http, String message) {
        Texts texts = texts(http);
        texts.of("$v", Origin.NONE);
        assertThat(texts.variables()).hasSize(1);
        assertThat(told()).containsExactly(message);
    }

    @Test
    void longNamesStayApart() {
        String one = "a".repeat(80);
        assertThat(Texts.name(one)).hasSize(64).matches("[a-z0-9_-]+").isNotEqualTo(Texts.name(one + "b"));
        assertThat(Texts.name("Abc_1")).isEqualTo("abc_1");
    }
}
