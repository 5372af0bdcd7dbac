package dev.sekisho.dialect.nginx.directive;

import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.syntax.Word;
import dev.sekisho.model.Origin;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** {@code location} and what only has a meaning inside it. */
final class LocationChecks {

    private static final Set<String> METHODS = Set.of(
            "GET",
            "HEAD",
            "POST",
            "PUT",
            "DELETE",
            "MKCOL",
            "COPY",
            "MOVE",
            "OPTIONS",
            "PROPFIND",
            "PROPPATCH",
            "LOCK",
            "UNLOCK",
            "PATCH");

    private LocationChecks() {}

    static void addTo(Map<String, Check> checks) {
        checks.put("location", LocationChecks::location);
        checks.put("root", LocationChecks::root);
        checks.put("alias", LocationChecks::root);
        checks.put("internal", ((Check) (directive, scope) -> {}).once());
        checks.put("limit_except", LocationChecks::limitExcept);
        checks.put("try_files", ((Check) LocationChecks::tryFiles).once());
        checks.put("error_page", LocationChecks::errorPage);
        checks.put("keepalive_timeout", ((Check) LocationChecks::keepaliveTimeout).once());
    }

    private static void location(Directive directive, Scope scope) throws Refusal {
        LocationName name = LocationName.of(directive.texts())
                .orElseThrow(() ->
                        Refusal.of("invalid location modifier", directive.args().getFirst()));
        Origin at = directive.args().getLast().at();
        if (name.isRegex()) {
            scope.regex(name.path(), name.modifier() == LocationName.Modifier.CASELESS_REGEX, at);
        }
        if (scope.context() == Context.LOCATION) {
            nested(name, LocationName.of(scope.owner().orElseThrow().texts()).orElseThrow(), at);
        }
    }

    private static void nested(LocationName inner, LocationName outer, Origin at) throws Refusal {
        String problem = "";
        if (outer.modifier() == LocationName.Modifier.EXACT) {
            problem = " cannot be inside the exact location \"" + outer.path() + "\"";
        } else if (outer.modifier() == LocationName.Modifier.NAMED) {
            problem = " cannot be inside the named location \"" + outer.path() + "\"";
        } else if (inner.modifier() == LocationName.Modifier.NAMED) {
            throw new Refusal("named location \"" + inner.path() + "\" can be on the server level only", at);
        } else if (!inner.isRegex() && !inner.path().startsWith(outer.path())) {
            problem = " is outside location \"" + outer.path() + "\"";
        }
        if (!problem.isEmpty()) {
            throw new Refusal("location \"" + inner.path() + "\"" + problem, at);
        }
    }

    private static void root(Directive directive, Scope scope) throws Refusal {
        boolean alias = directive.name().equals("alias");
        String other = alias ? "root" : "alias";
        if (scope.has(directive.name())) {
            throw Refusal.own(directive, "is duplicate");
        }
        if (scope.has(other)) {
            throw Refusal.own(directive, "is duplicate, \"" + other + "\" directive was specified earlier");
        }
        if (alias && scope.owner().filter(owner -> owner.arg(0).startsWith("@")).isPresent()) {
            throw new Refusal("the \"alias\" directive cannot be used inside the named location", directive.at());
        }
        Word path = directive.args().getFirst();
        for (String variable : List.of("document_root", "realpath_root")) {
            if (path.text().contains("$" + variable) || path.text().contains("${" + variable)) {
                throw new Refusal(
                        "the $" + variable + " variable cannot be used in the \"" + directive.name() + "\" directive",
                        path.at());
            }
        }
        scope.value(path);
    }

    private static void limitExcept(Directive directive, Scope scope) throws Refusal {
        if (scope.has("limit_except")) {
            throw Refusal.own(directive, "is duplicate");
        }
        for (Word method : directive.args()) {
            if (!METHODS.contains(method.text().toUpperCase(Locale.ROOT))) {
                throw Refusal.of("invalid method", method);
            }
        }
    }

    private static void tryFiles(Directive directive, Scope scope) throws Refusal {
        for (Word word : directive.args()) {
            scope.value(word);
        }
        Word last = directive.args().getLast();
        if (last.text().startsWith("=")
                && Values.number(last.text().substring(1)).orElse(1000) > 999) {
            throw new Refusal("invalid code \"" + last.text() + "\"", last.at());
        }
    }

    private static void errorPage(Directive directive, Scope scope) throws Refusal {
        List<Word> words = directive.args();
        int codes = words.size() - 1;
        Word answer = words.get(codes - 1);
        if (answer.text().startsWith("=")) {
            boolean number = Values.number(answer.text().substring(1)).isPresent();
            if (codes == 1 || answer.text().length() > 1 && !number) {
                throw Refusal.of("invalid value", answer);
            }
            codes--;
        }
        scope.value(words.getLast());
        for (Word code : words.subList(0, codes)) {
            long status = Values.number(code.text()).orElse(499);
            if (status == 499) {
                throw Refusal.of("invalid value", code);
            }
            if (status < 300 || status > 599) {
                throw new Refusal("value \"" + code.text() + "\" must be between 300 and 599", code.at());
            }
        }
    }

    private static void keepaliveTimeout(Directive directive, Scope scope) throws Refusal {
        boolean valid = Values.milliseconds(directive.arg(0)).isPresent()
                && (directive.args().size() == 1
                        || Values.seconds(directive.arg(1)).isPresent());
        if (!valid) {
            throw Refusal.own(directive, "invalid value");
        }
    }
}
