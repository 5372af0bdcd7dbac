package dev.sekisho.dialect.nginx.directive;

import dev.sekisho.dialect.nginx.directive.Registry.PassedTo;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.syntax.Message;
import dev.sekisho.dialect.nginx.syntax.Word;
import dev.sekisho.model.Origin;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** {@code upstream} and what stands in it. */
final class UpstreamChecks {

    private static final List<String> METHODS = List.of("hash", "ip_hash", "least_conn", "random", "least_time");
    private static final Set<String> WITHOUT_BACKUP = Set.of("hash", "ip_hash", "random");
    private static final int SMALLEST_ZONE = 32_768; // eight pages

    private UpstreamChecks() {}

    static void addTo(Map<String, Check> checks) {
        checks.put("upstream", UpstreamChecks::upstream);
        checks.put("upstream:server", UpstreamChecks::server);
        checks.put("upstream:hash", UpstreamChecks::hash);
        checks.put("upstream:ip_hash", UpstreamChecks::method);
        checks.put("upstream:least_conn", UpstreamChecks::method);
        checks.put("upstream:random", UpstreamChecks::random);
        checks.put("upstream:keepalive", ((Check) UpstreamChecks::keepalive).once());
        checks.put("upstream:zone", UpstreamChecks::zone);
    }

    private static void upstream(Directive directive, Scope scope) throws Refusal {
        String name = directive.arg(0).toLowerCase(Locale.ROOT);
        if (scope.registry().upstreams().putIfAbsent(name, directive) != null) {
            throw Refusal.of("duplicate upstream", directive.args().getFirst());
        }
        for (PassedTo passed : scope.registry().passes()) {
            if (passed.host().equals(name) && passed.port() > 0) {
                String text = "upstream \"" + name + "\" may not have port " + passed.port() + " in "
                        + passed.directive().end().source() + ":"
                        + passed.directive().end().line();
                scope.messages().add(Message.emerg(text, Origin.NONE, directive.at()));
            }
        }
    }

    private static void server(Directive directive, Scope scope) throws Refusal {
        for (Word word : directive.args().subList(1, directive.args().size())) {
            parameter(word, scope);
        }
        Word word = directive.args().getFirst();
        Address address = Address.of(word.text());
        boolean noPort = scope.context().isStream() && address.port() == 0 && !address.isUnix();
        String problem = address.problem().isEmpty() && noPort ? "no port" : address.problem();
        if (!problem.isEmpty()) {
            throw new Refusal(problem + " in upstream \"" + word.text() + "\"", word.at());
        }
    }

    private static void parameter(Word word, Scope scope) throws Refusal {
        String text = word.text();
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        String value = equals < 0 ? "" : text.substring(equals + 1);
        boolean valid = switch (name) {
            case "weight" -> Values.number(value).orElse(0) > 0;
            case "max_conns", "max_fails" -> equals > 0 && Values.number(value).isPresent();
            case "fail_timeout" -> equals > 0 && Values.seconds(value).isPresent();
            case "slow_start" -> equals > 0 && Values.milliseconds(value).isPresent();
            case "service", "route" -> equals > 0;
            case "backup", "down", "resolve", "drain" -> equals < 0;
            default -> false;
        };
        if (!valid) {
            throw Refusal.of("invalid parameter", word);
        }
        if (name.equals("backup") && WITHOUT_BACKUP.stream().anyMatch(scope::has)) {
            throw Refusal.of("balancing method does not support parameter", word);
        }
    }

    private static void method(Directive directive, Scope scope) {
        if (METHODS.stream().anyMatch(scope::has) || scope.has("keepalive")) {
            scope.warn(directive, "load balancing method redefined");
        }
    }

    private static void hash(Directive directive, Scope scope) throws Refusal {
        scope.value(directive.args().getFirst());
        method(directive, scope);
        if (directive.args().size() == 2 && !directive.arg(1).equals("consistent")) {
            throw Refusal.of("invalid parameter", directive.args().get(1));
        }
    }

    private static void random(Directive directive, Scope scope) throws Refusal {
        method(directive, scope);
        if (directive.args().isEmpty()) {
            return;
        }
        if (!directive.arg(0).equals("two")) {
            throw Refusal.of("invalid parameter", directive.args().getFirst());
        }
        boolean known = directive.args().size() == 1
                || directive.arg(1).equals("least_conn")
                || directive.arg(1).startsWith("least_time=");
        if (!known) {
            throw Refusal.of("invalid parameter", directive.args().get(1));
        }
    }

    private static void keepalive(Directive directive, Scope scope) throws Refusal {
        if (Values.number(directive.arg(0)).orElse(0) == 0) {
            throw new Refusal(
                    "invalid value \"" + directive.arg(0) + "\" in \"keepalive\" directive",
                    directive.args().getFirst().at());
        }
    }

    private static void zone(Directive directive, Scope scope) throws Refusal {
        Word name = directive.args().getFirst();
        if (name.text().isEmpty()) {
            throw Refusal.of("invalid zone name", name);
        }
        long size = 0;
        if (directive.args().size() == 2) {
            size = Values.size(directive.arg(1))
                    .orElseThrow(() ->
                            Refusal.of("invalid zone size", directive.args().get(1)));
            if (size < SMALLEST_ZONE) {
                throw new Refusal("zone \"" + name.text() + "\" is too small", directive.at());
            }
        }
        scope.registry().zone(name.text(), new Registry.Zone("upstream", size, "", name.at()), name.at());
    }
}
