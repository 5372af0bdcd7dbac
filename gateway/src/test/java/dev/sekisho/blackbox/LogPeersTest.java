package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.nginx.Case;
import dev.sekisho.dialect.nginx.config.ConfigReader;
import dev.sekisho.dialect.nginx.config.NginxConfig;
import dev.sekisho.dialect.nginx.config.Server;
import dev.sekisho.dialect.nginx.draft.Parts;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.draft.RouteDraft;
import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.dialect.nginx.log.LogAspects;
import dev.sekisho.dialect.nginx.text.Texts;
import dev.sekisho.model.PolicyUse;
import dev.sekisho.policy.log.LogConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same requests through nginx and through this gateway leave the same lines in the logs of the same {@code log_format}. */
@Timeout(120)
class LogPeersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Variables whose values are the same, each behind a mark. */
    private static final String SAME =
            "'r=\"$request\" s=$status b=$body_bytes_sent ref=\"$http_referer\" ua=\"$http_user_agent\" '"
                    + " 'ip=$remote_addr u=$remote_user x=\"$http_x\" q=$args m=$is_args uri=$uri a=$arg_a A=$arg_bb '"
                    + " 'h=$host hh=$http_host p=$server_protocol sc=$scheme on=[$https] me=$request_method ok=$request_completion '"
                    + " 'ct=$content_type cl=$content_length sct=$sent_http_content_type up=$upstream_http_x_up us=$upstream_status '"
                    + " 'ul=$upstream_response_length xff=\"$http_x_forwarded_for\" add=\"$proxy_add_x_forwarded_for\" '"
                    + " 'ru=$request_uri sn=$server_name map=[$kind] set=[$never] host=$hostname cc=$http_connection'";

    /** Times, whose form is the same. */
    private static final String TIMES =
            "'$time_local|$time_iso8601|$msec|$request_time|$upstream_response_time|$upstream_header_time|$upstream_connect_time|$pid'";

    private static final List<String> REQUESTS = List.of(
            "GET /a/b?a=1&B=x%20y&bb=2 HTTP/1.1\r\nHost: a.test\r\nX: 1\r\nUser-Agent: curl/8\r\nReferer: http://r.test/x\r\n\r\n",
            "GET /plain HTTP/1.1\r\nHost: A.Test\r\nX: a\"b\\c \u00c3\u00a9 \tz\r\nCookie: b=1; C=2\r\n\r\n",
            "HEAD /a?a HTTP/1.1\r\nHost: a.test\r\n\r\n",
            "POST /p?a= HTTP/1.1\r\nHost: a.test\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\nbody",
            "GET /u HTTP/1.1\r\nHost: a.test\r\nAuthorization: Basic QWxhZGRpbjpvcGVu\r\nX-Forwarded-For: 9.9.9.9\r\n\r\n",
            "GET //d/../e?a=%22 HTTP/1.1\r\nHost: a.test:81\r\nConnection: keep-alive\r\n\r\n",
            "GET /missing HTTP/1.1\r\nHost: a.test\r\nUser-Agent:\r\n\r\n");

    @TempDir
    Path folder;

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static String answer(Message request) {
        int status = request.target().startsWith("/missing") ? 404 : 200;
        boolean head = request.method().equals("HEAD");
        return "HTTP/1.1 " + status + " X\r\nContent-Type: text/x\r\nX-Up: v\"1\r\nContent-Length: 5\r\n\r\n"
                + (head ? "" : "hello");
    }

    private String http(int port, int upstream, String escape, String format) {
        return """
                map $status $kind { ~^4 bad; default good; }
                log_format f %s %s;
                server {
                  listen 127.0.0.1:%d;
                  server_name a.test;
                  merge_slashes on;
                  access_log %s f;
                  if ($http_none) { set $never 1; }
                  location / { proxy_pass http://127.0.0.1:%d; proxy_set_header Connection ""; proxy_http_version 1.1; }
                }
                """.formatted(escape, format, port, folder.resolve("nginx.log"), upstream);
    }

    /** What the dialect makes of the log of the first server, as a configuration of the gateway. */
    private String yaml(String http, RawUpstream... upstream) {
        NginxConfig config = ConfigReader.read(Case.tree("events {}\nhttp {\n" + http + "}\n"));
        Report report = new Report();
        Translation in = new Translation(
                config, new Case.Memory(Map.of()), "/", new Texts(config.http(), report), new Parts(), report);
        Server server = config.http().servers().servers().getFirst();
        RouteDraft route = new RouteDraft();
        LogAspects.of(in)
                .forEach(aspect -> aspect.apply(
                        new Place(
                                in,
                                server,
                                Optional.empty(),
                                server.settings(),
                                "r",
                                server.directive().at()),
                        route));
        PolicyUse.Inline use = (PolicyUse.Inline) route.policies().getFirst();
        LogConfig log = (LogConfig) use.spec().config();
        assertThat(report.failed()).isFalse();
        String escape = log.form().escape().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return Yaml.listener("")
                + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                + """
                variables:
                  - { name: kind, by: { map: { from: "{status}", otherwise: good, values: { "~^4": bad } } } }
                  - { name: never, by: { map: { from: "", values: {} } } }
                policies:
                  - log:
                      file: { path: "%s" }
                      line: '%s'
                      form: { escape: %s, unknown: "%s", redactSecrets: true }
                """.formatted(
                                folder.resolve("gateway.log"),
                                log.line().orElseThrow().replace("'", "''"),
                                escape,
                                log.form().unknown())
                + Yaml.ALL;
    }

    private List<String> lines(String name, int count) {
        Path file = folder.resolve(name);
        TestGateway.await("lines in " + name, PATIENCE, () -> read(file).size() >= count);
        return read(file);
    }

    private static List<String> read(Path file) {
        try {
            return Files.exists(file)
                    ? Files.readString(file, StandardCharsets.ISO_8859_1)
                            .lines()
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void send(InetSocketAddress address) throws IOException {
        for (String request : REQUESTS) {
            try (RawClient client = RawClient.connect(address)) {
                client.send(request).read(request.substring(0, request.indexOf(' ')));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "escape=json", "escape=none"})
    void linesAreTheSame(String escape) throws IOException {
        int port = TcpServer.freePort();
        try (RawUpstream upstream = RawUpstream.answering(LogPeersTest::answer)) {
            String http = http(port, upstream.port(), escape, SAME);
            try (Programs nginx = Programs.nginx(folder, port, http);
                    TestGateway gateway = TestGateway.start(yaml(http, upstream))) {
                send(loopback(port));
                send(gateway.address());
                List<String> theirs = lines("nginx.log", REQUESTS.size());
                List<String> ours = lines("gateway.log", REQUESTS.size());
                assertThat(ours).containsExactlyElementsOf(theirs);
                assertThat(nginx).isNotNull();
            }
        }
    }

    @Test
    void timesHaveTheSameForm() throws IOException {
        int port = TcpServer.freePort();
        try (RawUpstream upstream = RawUpstream.answering(LogPeersTest::answer)) {
            String http = http(port, upstream.port(), "", TIMES);
            try (Programs nginx = Programs.nginx(folder, port, http);
                    TestGateway gateway = TestGateway.start(yaml(http, upstream))) {
                send(loopback(port));
                send(gateway.address());
                String form = "\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d [+-]\\d{4}"
                        + "\\|\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[+-]\\d\\d:\\d\\d\\|\\d{10}\\.\\d{3}"
                        + "(\\|\\d+\\.\\d{3}){4}\\|\\d+";
                assertThat(lines("nginx.log", REQUESTS.size())).allMatch(line -> line.matches(form));
                assertThat(lines("gateway.log", REQUESTS.size())).allMatch(line -> line.matches(form));
                assertThat(nginx).isNotNull();
            }
        }
    }

    /** Nobody listens at the upstream: what is known of the try, and what is not. */
    @Test
    void aFailedTryIsListedTheSame() throws IOException {
        int port = TcpServer.freePort();
        try (RawUpstream upstream = RawUpstream.answering(LogPeersTest::answer)) {
            String http = http(
                    port,
                    upstream.port(),
                    "",
                    "'$status $upstream_addr $upstream_status $upstream_connect_time $upstream_header_time"
                            + " $upstream_response_length $upstream_http_x_up $kind'");
            String yaml = yaml(http, upstream);
            upstream.close();
            try (Programs nginx = Programs.nginx(folder, port, http);
                    TestGateway gateway = TestGateway.start(yaml)) {
                try (RawClient theirs = RawClient.connect(loopback(port));
                        RawClient ours = gateway.connect()) {
                    assertThat(theirs.get("/").status()).isEqualTo(502);
                    assertThat(ours.get("/").status()).isEqualTo(502);
                }
                assertThat(lines("gateway.log", 1)).isEqualTo(lines("nginx.log", 1));
                assertThat(nginx).isNotNull();
            }
        }
    }
}
