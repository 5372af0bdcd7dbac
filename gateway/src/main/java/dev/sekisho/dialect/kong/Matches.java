package dev.sekisho.dialect.kong;

import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.document.Shown;
import dev.sekisho.dialect.kong.entity.Entity;
import dev.sekisho.dialect.kong.entity.ReaderKinds;
import dev.sekisho.dialect.kong.entity.Regexes;
import dev.sekisho.model.Cidr;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.Match;
import dev.sekisho.model.PathPattern;
import dev.sekisho.model.Scheme;
import dev.sekisho.model.ValuePattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The conditions of a route of HTTP, paths aside. Belongs to one compilation of one route. */
final class Matches {

    private final Entity route;
    private final Report report;
    private final List<HostPattern> hosts;
    private final List<HostPattern> snis;
    private final Map<String, ValuePattern> headers;
    private final List<Cidr> clients;

    Matches(Entity route, Report report) {
        this.route = route;
        this.report = report;
        this.hosts = hosts("hosts", false);
        this.snis = hosts("snis", true);
        this.headers = headers();
        this.clients = clients();
    }

    /** Whether requests over TLS and those in the clear need a match each: Kong looks at SNIs over TLS only. */
    boolean tellsSchemesApart() {
        return !snis.isEmpty();
    }

    /** The match with these paths, for one scheme or both. */
    Match of(List<PathPattern> paths, Optional<Scheme> scheme) {
        boolean encrypted = scheme.filter(Scheme.HTTPS::equals).isPresent();
        return new Match(
                hosts,
                paths,
                List.copyOf(route.texts("methods")),
                headers,
                Map.of(),
                Map.of(),
                clients,
                List.of(),
                false,
                List.of(),
                scheme,
                encrypted ? snis : List.of(),
                Map.of(),
                false);
    }

    /** What decides the rank with a group of paths. */
    Rank rank(Paths.Group group) {
        int kinds = (route.texts("methods").isEmpty() ? 0 : 1)
                + (hosts.isEmpty() ? 0 : 1)
                + (headers.isEmpty() ? 0 : 1)
                + (snis.isEmpty() ? 0 : 1)
                + (group.patterns().isEmpty() ? 0 : 1);
        boolean plainHosts = !hosts.isEmpty() && hosts.stream().allMatch(h -> h.kind() == HostPattern.Kind.EXACT);
        int regexPriority = Math.toIntExact(route.whole("regex_priority").orElse(0L));
        return Rank.of(
                new Rank.Conditions(kinds, plainHosts, headers.size(), group.regex(), regexPriority, group.length()));
    }

    /** Whether there is any condition, which Kong asks for. */
    boolean isEmpty() {
        return hosts.isEmpty()
                && snis.isEmpty()
                && headers.isEmpty()
                && route.texts("methods").isEmpty()
                && clients.isEmpty();
    }

    private List<HostPattern> hosts(String field, boolean serverName) {
        List<HostPattern> found = new ArrayList<>();
        for (String text : route.texts(field)) {
            try {
                String bare = serverName && text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
                HostPattern host = HostPattern.parse(bare);
                if (host.kind() == HostPattern.Kind.REGEX || serverName && !host.isServerName()) {
                    throw new IllegalArgumentException(text);
                }
                found.add(host);
            } catch (IllegalArgumentException e) {
                String forms = serverName ? "api.example.com" : "api.example.com, *.example.com or www.example.*";
                String message = field + ": " + Shown.text(text) + " (expected: a host name such as " + forms + ")";
                report.add(ReaderKinds.VALUE, route.at(field, text), message, "");
            }
        }
        return List.copyOf(found);
    }

    private Map<String, ValuePattern> headers() {
        Map<String, ValuePattern> found = new LinkedHashMap<>();
        route.map("headers").forEach((name, values) -> {
            List<String> texts =
                    ((List<?>) values).stream().map(String::valueOf).toList();
            if (name.equalsIgnoreCase("host")) {
                report.add(
                        ReaderKinds.VALUE,
                        route.at("headers", name),
                        "headers: host (expected: hosts, for that)",
                        "use hosts");
            } else if (texts.isEmpty()) {
                String message = "headers: " + Shown.text(name) + " without values (expected: at least one)";
                report.add(ReaderKinds.VALUE, route.at("headers", name), message, "");
            } else {
                value(name, texts).ifPresent(pattern -> found.put(name.toLowerCase(Locale.ROOT), pattern));
            }
        });
        return found;
    }

    /** Values of headers are compared without regard to case; one that starts with {@code ~*} is an expression. */
    private Optional<ValuePattern> value(String name, List<String> values) {
        String first = values.getFirst();
        boolean caseless = first.toLowerCase(Locale.ROOT).equals(first.toUpperCase(Locale.ROOT));
        if (values.size() == 1 && caseless && !first.startsWith("~*")) {
            return Optional.of(new ValuePattern.Exact(first));
        }
        List<String> choices = new ArrayList<>();
        for (String value : values) {
            choices.add(
                    value.startsWith("~*") ? Regexes.portable(value.substring(2)) : "^" + Regexes.literal(value) + "$");
        }
        String expression =
                "(?i)" + (choices.size() == 1 ? choices.getFirst() : "(?:" + String.join("|", choices) + ")");
        Optional<String> problem = Regexes.problem(expression);
        problem.ifPresent(text -> report.add(Kinds.REGEX, route.at("headers", name), "headers: " + text, ""));
        return problem.isPresent() ? Optional.empty() : Optional.of(new ValuePattern.Regex(expression));
    }

    private List<Cidr> clients() {
        List<Cidr> found = new ArrayList<>();
        for (Entity source : route.entities("sources")) {
            if (source.given("port")) {
                refuse("sources", "port: the port of a client is not looked at", "remove port");
            }
            source.text("ip").ifPresent(ip -> block(ip).ifPresent(found::add));
        }
        if (!route.entities("destinations").isEmpty()) {
            refuse("destinations", "not looked at on routes of HTTP", "use hosts, with a port where wanted");
        }
        return List.copyOf(found);
    }

    private void refuse(String field, String message, String fix) {
        report.add(Kinds.REFUSED, route.at(field), field + ": " + message, fix);
    }

    private Optional<Cidr> block(String text) {
        try {
            return Optional.of(Cidr.parse(text));
        } catch (IllegalArgumentException e) {
            report.add(ReaderKinds.VALUE, route.at("sources"), "sources: " + Shown.message(text, e), "");
            return Optional.empty();
        }
    }
}
