package dev.sekisho.dataplane.router;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.dataplane.TlsConnection;
import dev.sekisho.model.Cidr;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.Match;
import dev.sekisho.model.Origin;
import dev.sekisho.model.PathPattern;
import dev.sekisho.model.PathVariables;
import dev.sekisho.model.Scheme;
import dev.sekisho.model.ValuePattern;
import io.netty.channel.DefaultEventLoop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Routes and requests for the tests of the router. */
public final class Fixtures {

    private static final LoopContext LOOP = new LoopContext(0, new DefaultEventLoop());
    static final ServedRoute NO_ROUTE = served("none", List.of());

    private Fixtures() {}

    static ServedRoute served(String name, List<String> variables) {
        return new ServedRoute(name, "service", 0, List.of(), x -> {}, Map.of(), false, variables);
    }

    /** A request with that head; header lines are "Name: value". */
    public static Exchange request(String method, String host, String path, String query, String... headers) {
        Exchange x = LOOP.acquire();
        Headers head = x.request().headers();
        x.request().method(Method.lookup(Ascii.bytes(method), 0, method.length()), 0, 0);
        int at = write(head, "M ");
        at = write(head, host);
        x.request().host(at, head.end());
        at = write(head, path);
        x.request().path(at, head.end());
        at = write(head, query);
        x.request().query(query.isEmpty() ? -1 : at, query.isEmpty() ? -1 : head.end());
        for (String header : headers) {
            int colon = header.indexOf(": ");
            head.add(HeaderName.of(header.substring(0, colon)), header.substring(colon + 2));
        }
        return x;
    }

    /** The request, come in by that listener; over TLS where there is a server name, which may be "-" for none. */
    static Exchange by(Exchange x, String listener, String serverName) {
        x.caller().listener(listener);
        if (!serverName.isEmpty()) {
            x.caller().tls(new TlsConnection("TLSv1.3", "", serverName.equals("-") ? "" : serverName, "", "", ""));
        }
        return x;
    }

    /** The request with that Host field. */
    static Exchange asking(Exchange x, String host) {
        x.request().headers().add(HeaderName.HOST, host);
        x.request().found(x.request().headers().find(HeaderName.HOST), false);
        return x;
    }

    public static Exchange get(String host, String path) {
        return request("GET", host, path, "");
    }

    private static int write(Headers head, String text) {
        byte[] bytes = Ascii.bytes(text);
        int start = head.end();
        head.reserve(bytes.length);
        System.arraycopy(bytes, 0, head.bytes(), start, bytes.length);
        head.advance(start + bytes.length);
        return start;
    }

    /** Collects the routes of a test in the order of the file. */
    static final class Routes {
        final List<RouteEntry> entries = new ArrayList<>();

        /** A route named by its number from 0; conditions are "host api.test", "header X: 1", "priority 5" and so on. */
        Routes route(String... conditions) {
            entries.add(entry("r" + entries.size(), entries.size() + 1, conditions));
            return this;
        }

        Router build() {
            return Router.build(entries, NO_ROUTE);
        }

        String match(Exchange x) {
            return build().match(x).name();
        }
    }

    static RouteEntry entry(String name, int line, String... conditions) {
        List<HostPattern> hosts = new ArrayList<>();
        List<PathPattern> paths = new ArrayList<>();
        List<String> methods = new ArrayList<>();
        Map<String, ValuePattern> headers = new LinkedHashMap<>();
        Map<String, ValuePattern> query = new LinkedHashMap<>();
        Map<String, ValuePattern> cookies = new LinkedHashMap<>();
        List<Cidr> client = new ArrayList<>();
        List<Integer> connect = new ArrayList<>();
        List<String> listeners = new ArrayList<>();
        Optional<Scheme> scheme = Optional.empty();
        List<HostPattern> sni = new ArrayList<>();
        Map<String, Boolean> within = new LinkedHashMap<>();
        boolean internal = false;
        int priority = 0;
        int rank = 0;
        for (String condition : conditions) {
            int space = condition.indexOf(' ');
            String value = condition.substring(space + 1);
            switch (condition.substring(0, space)) {
                case "host" -> hosts.add(HostPattern.parse(value));
                case "path" -> paths.add(PathPattern.parse(value));
                case "method" -> methods.add(value);
                case "header" -> put(headers, value);
                case "query" -> put(query, value);
                case "cookie" -> put(cookies, value);
                case "client" -> client.add(Cidr.parse(value));
                case "connect" -> connect.add(Integer.valueOf(value));
                case "listener" -> listeners.add(value);
                case "scheme" -> scheme = Optional.of(Scheme.valueOf(value));
                case "sni" -> sni.add(HostPattern.parse(value));
                case "within" -> within.put(value.split(" ")[0], Boolean.valueOf(value.split(" ")[1]));
                case "internal" -> internal = Boolean.parseBoolean(value);
                case "rank" -> rank = Integer.parseInt(value);
                case "priority" -> priority = Integer.parseInt(value);
                default -> throw new IllegalArgumentException(condition);
            }
        }
        Match match = new Match(
                hosts, paths, methods, headers, query, cookies, client, connect, false, listeners, scheme, sni, within,
                internal);
        ServedRoute served = served(name, PathVariables.of(match));
        return new RouteEntry(match, rank, priority, served, new Origin("routes.yaml", line, 5));
    }

    private static void put(Map<String, ValuePattern> into, String text) {
        int colon = text.indexOf(": ");
        into.put(text.substring(0, colon), ValuePattern.parse(text.substring(colon + 2)));
    }
}
