package dev.sekisho.dataplane.router;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Method;
import dev.sekisho.model.Cidr;
import dev.sekisho.model.Match;
import dev.sekisho.model.Scheme;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a route demands beside host and path; all of it must hold. CONNECT is served by a route that asks for it, and by no
 * other, whatever it says of methods. Immutable, thread-safe.
 */
public final class Conditions {

    /** Demands nothing. */
    static final Conditions NONE = new Conditions(List.of(), false);

    private final Condition[] all;
    private final boolean connects;

    private Conditions(List<Condition> all, boolean connects) {
        this.all = all.toArray(Condition[]::new);
        this.connects = connects;
    }

    /**
     * How specific a match is beside host and path: methods, clients, ports of CONNECT, listeners, scheme, names in TLS and
     * ports of hosts count one each, every named value one.
     */
    static int count(Match match) {
        return counted(match.method())
                + match.headers().size()
                + match.query().size()
                + match.cookies().size()
                + counted(match.client())
                + counted(match.connect())
                + counted(match.listener())
                + (match.scheme().isEmpty() ? 0 : 1)
                + counted(match.sni())
                + (match.host().stream().anyMatch(host -> host.port() != 0) ? 1 : 0);
    }

    private static int counted(List<?> of) {
        return of.isEmpty() ? 0 : 1;
    }

    /**
     * Compiles the conditions of a match, but for ports of its hosts, the cheap ones first.
     *
     * @throws IllegalArgumentException where a name or regular expression is none
     */
    public static Conditions of(Match match) {
        if (count(match) == 0 && match.within().isEmpty()) {
            return NONE;
        }
        List<Condition> all = new ArrayList<>();
        addConnection(match, all);
        if (!match.method().isEmpty()) {
            all.add(Condition.Methods.of(match.method()));
        }
        boolean connects = !match.connect().isEmpty();
        if (connects) {
            all.add(Condition.Methods.of(List.of("CONNECT")));
            all.add(Condition.Port.of(match.connect()));
        }
        if (!match.client().isEmpty()) {
            all.add(new Condition.Client(match.client().toArray(Cidr[]::new)));
        }
        match.headers()
                .forEach((name, value) -> all.add(new Condition.Header(HeaderName.of(name), ValueTest.of(value))));
        match.query().forEach((name, value) -> all.add(new Condition.Query(bytes(name), ValueTest.of(value))));
        match.cookies().forEach((name, value) -> all.add(new Condition.Cookie(bytes(name), ValueTest.of(value))));
        return all.isEmpty() ? NONE : new Conditions(all, connects);
    }

    private static void addConnection(Match match, List<Condition> all) {
        match.scheme().ifPresent(scheme -> all.add(new ConnectionCondition.Secure(scheme == Scheme.HTTPS)));
        if (!match.listener().isEmpty()) {
            all.add(new ConnectionCondition.In(match.listener().toArray(String[]::new)));
        }
        if (!match.sni().isEmpty()) {
            all.add(ConnectionCondition.ServerName.of(match.sni()));
        }
        if (!match.within().isEmpty()) {
            all.add(ConnectionCondition.Within.of(match.within()));
        }
    }

    /** The same, and the port that the client must ask for; 0 for any. */
    Conditions withPort(int port) {
        if (port == 0) {
            return this;
        }
        List<Condition> more = new ArrayList<>(List.of(all));
        more.addFirst(new ConnectionCondition.HostPort(port));
        return new Conditions(more, connects);
    }

    private static byte[] bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether the request fulfils all. */
    public boolean hold(Exchange x) {
        if (!connects && x.request().method() == Method.CONNECT) {
            return false;
        }
        for (Condition condition : all) {
            if (!condition.holds(x)) {
                return false;
            }
        }
        return true;
    }

    /** What the first condition looks at that the request does not fulfil. */
    Optional<String> failure(Exchange x) {
        if (!connects && x.request().method() == Method.CONNECT) {
            return Optional.of("method");
        }
        for (Condition condition : all) {
            if (!condition.holds(x)) {
                return Optional.of(condition.subject());
            }
        }
        return Optional.empty();
    }
}
