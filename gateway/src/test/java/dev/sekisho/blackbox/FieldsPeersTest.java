package dev.sekisho.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same upstream behind nginx and behind this gateway: what it is asked, and what clients get of its answers. */
@Timeout(60)
class FieldsPeersTest {

    private static final String HIDDEN =
            "remove: [ Date, Server, X-Pad, X-Accel-Expires, X-Accel-Redirect, X-Accel-Limit-Rate, X-Accel-Buffering,"
                    + " X-Accel-Charset ]";
    private static final String SAFE = "statuses: [ 200, 201, 204, 206, 301-304, 307, 308 ]";

    /** What each says of its connections, or of itself. */
    private static final Set<String> OWN =
            Set.of("connection", "server", "date", "transfer-encoding", "content-length");

    /**
     * Directives of a location, policies that say the same beside those that all have, and fields of the upstream's answers.
     *
     * @param assign fields that the upstream gets
     * @param response further settings of response-headers
     * @param more further policies
     */
    private record Same(String nginx, String assign, String response, String more, int status, String fields) {}

    private static final List<Same> ALL = List.of(
            new Same("", "", "", "", 200, "X-Accel-Expires: 1\r\nX-Accel-Buffering: no\r\nX-A: 1\r\n"),
            new Same(
                    "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; proxy_set_header X-Real-IP $remote_addr;"
                            + " proxy_set_header X-Old $http_x_other; proxy_set_header X-Other $http_x_old;"
                            + " proxy_set_header User-Agent \"\"; proxy_set_header X-Request-ID fixed;",
                    "X-Forwarded-For: \"{forwardedFor}\", X-Real-IP: \"{clientAddress}\", X-Old: \"{header.X-Other}\","
                            + " X-Other: \"{header.X-Old}\", User-Agent: \"\", X-Request-ID: fixed",
                    "",
                    "",
                    200,
                    ""),
            new Same(
                    "proxy_set_body \"set $request_method\";",
                    "",
                    "",
                    "request-body: { text: \"set {method}\" }",
                    200,
                    ""),
            new Same(
                    "add_header X-A a; add_header X-A b always; add_header X-Empty \"\"; add_header ETag '\"new\"';"
                            + " add_header X-Request-ID r;",
                    "",
                    "edits: [ { name: X-A, value: a, " + SAFE
                            + " }, { name: X-A, value: b }, { name: X-Empty, value: \"\" },"
                            + " { name: ETag, value: '\"new\"', action: set, " + SAFE
                            + " }, { name: X-Request-ID, value: r, " + SAFE + " } ]",
                    "",
                    200,
                    "ETag: \"old\"\r\nX-A: 0\r\nX-Request-ID: theirs\r\n"),
            new Same(
                    "add_header X-A a; add_header X-A b always;",
                    "",
                    "edits: [ { name: X-A, value: a, " + SAFE + " }, { name: X-A, value: b } ]",
                    "",
                    404,
                    "X-A: 0\r\n"),
            new Same(
                    "expires max;", "", "expires: { value: max }", "", 200, "Cache-Control: a\r\nCache-Control: b\r\n"),
            new Same(
                    "expires epoch; add_header Cache-Control private;",
                    "",
                    "expires: { value: epoch }, edits: [ { name: Cache-Control, value: private, " + SAFE + " } ]",
                    "",
                    302,
                    "Expires: x\r\n"),
            new Same("expires max;", "", "expires: { value: max }", "", 404, "Expires: x\r\n"),
            new Same(
                    "expires modified +1h;",
                    "",
                    "expires: { value: modified +1h }",
                    "",
                    200,
                    "Last-Modified: Tue, 15 Nov 1994 12:45:26 GMT\r\n"),
            new Same("charset utf-8;", "", "charset: { name: utf-8 }", "", 200, "Content-Type: text/html\r\n"),
            new Same(
                    "charset utf-8;",
                    "",
                    "charset: { name: utf-8 }",
                    "",
                    404,
                    "Content-Type: text/plain; charset=x\r\n"),
            new Same("charset utf-8;", "", "charset: { name: utf-8 }", "", 200, "Content-Type: image/png\r\n"),
            new Same(
                    "proxy_redirect http://back/two/ /one/; proxy_redirect ~*^http://([^:]+):\\d+/(.+)$ http://$1/$2;",
                    "",
                    "",
                    "reverse-mapping: { inFront: port, locations: [ { from: \"http://back/two/\", to: /one/ },"
                            + " { from: \"~*^http://([^:]+):\\\\d+/(.+)$\", to: \"http://{capture.1}/{capture.2}\" } ] }",
                    302,
                    "Location: http://back/two/x?y=http://back/two/\r\nRefresh: 5; url=HTTP://a:81/b/c\r\n"),
            new Same(
                    "proxy_redirect off; proxy_cookie_domain back $host; proxy_cookie_path /two/ /;"
                            + " proxy_cookie_flags one secure samesite=lax; proxy_cookie_flags ~ nohttponly;",
                    "",
                    "",
                    "reverse-mapping: { cookieDomains: [ { from: back, to: \"{host}\" } ], cookiePaths: [ { from: /two/, to: / } ],"
                            + " cookieFlags: [ { cookie: one, flags: [ secure, samesite-lax ] }, { cookie: \"~\", flags: [ no-httponly ] } ] }",
                    200,
                    "Set-Cookie: one=1; Domain=.BACK; Path=/two/x; SameSite=None\r\n"
                            + "Set-Cookie: two=2;path=/two/;HttpOnly;domain=other\r\nSet-Cookie: three=3\r\n"));

    @TempDir
    Path folder;

    @Test
    void fieldsAreThoseOfNginx() throws IOException {
        int port = TcpServer.freePort();
        try (RawUpstream upstream = RawUpstream.answering(request -> answer(request.target()));
                Programs nginx = Programs.nginx(folder, port, nginx(port, upstream.port()));
                TestGateway gateway = TestGateway.start(Yaml.listener("forwarded: { add: false, users: true }")
                        + Yaml.upstreams(Yaml.upstream("service", "", upstream))
                        + routes(upstream.port()))) {
            assertThat(nginx).isNotNull();
            InetSocketAddress peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            for (int i = 0; i < ALL.size(); i++) {
                String theirs = seen(peer, i, upstream);
                assertThat(seen(gateway.address(), i, upstream))
                        .as(ALL.get(i).nginx())
                        .isEqualTo(theirs);
            }
        }
    }

    /** What the upstream is asked and the client gets, without regard to the order of names. */
    private static String seen(InetSocketAddress address, int number, RawUpstream upstream) throws IOException {
        int before = upstream.requests().size();
        try (RawClient client = RawClient.connect(address)) {
            Message answer = client.get(
                    "/" + number + "/x",
                    "User-Agent: test",
                    "X-Old: 1",
                    "X-Other: 2",
                    "x_under: 3",
                    "X-Forwarded-For: 6.6.6.6",
                    "X-Forwarded-Proto: https",
                    "X-User-ID: u",
                    "X-Request-ID: client",
                    "Upgrade: websocket",
                    "TE: trailers",
                    "Accept-Encoding: gzip");
            Message asked = upstream.requests().get(before);
            String port = ":" + address.getPort() + "/";
            return fields(asked) + asked.text() + "----\n" + answer.status() + "\n"
                    + fields(answer).replace(port, ":PORT/");
        }
    }

    private static String fields(Message message) {
        StringBuilder text = new StringBuilder();
        message.fields().stream()
                .filter(line -> !OWN.contains(name(line)))
                .sorted((a, b) -> name(a).compareTo(name(b))) // stable, so that fields of one name keep their order
                .forEach(line -> text.append(name(line))
                        .append(line.substring(line.indexOf(':')))
                        .append('\n'));
        return text.toString();
    }

    private static String name(String line) {
        return line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
    }

    private static String answer(String target) {
        Same same = ALL.get(Integer.parseInt(target.split("/", -1)[1]));
        String type = same.fields().contains("Content-Type") ? "" : "Content-Type: text/css\r\n";
        return "HTTP/1.1 " + same.status() + " X\r\nServer: own\r\nDate: Tue, 15 Nov 1994 08:12:31 GMT\r\n" + type
                + same.fields() + "Content-Length: 2\r\n\r\nok";
    }

    private static String nginx(int port, int upstream) {
        StringBuilder text = new StringBuilder("access_log off;\nserver {\n  listen 127.0.0.1:" + port + ";\n");
        for (int i = 0; i < ALL.size(); i++) {
            text.append("  location /%d/ { proxy_pass http://127.0.0.1:%d; proxy_http_version 1.1; %s }\n"
                    .formatted(i, upstream, ALL.get(i).nginx()));
        }
        return text.append("}\n").toString();
    }

    private static String routes(int upstream) {
        StringBuilder text = new StringBuilder("routes:\n");
        for (int i = 0; i < ALL.size(); i++) {
            Same same = ALL.get(i);
            text.append("  - { name: r")
                    .append(i)
                    .append(", match: { path: /")
                    .append(i)
                    .append("/* }, to: service,");
            text.append(" rewrite: { host: \"127.0.0.1:").append(upstream).append("\" }, policies: [ ");
            text.append("{ request-headers: { names: hyphens, upgrade: drop, assign: { ")
                    .append(same.assign())
                    .append(" } } }, ");
            text.append("{ response-headers: { ").append(HIDDEN);
            text.append(same.response().isEmpty() ? "" : ", ")
                    .append(same.response())
                    .append(" } }");
            text.append(same.more().isEmpty() ? "" : ", { " + same.more() + " }")
                    .append(" ] }\n");
        }
        return text.toString();
    }
}
