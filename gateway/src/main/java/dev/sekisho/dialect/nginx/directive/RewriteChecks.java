package dev.sekisho.dialect.nginx.directive;

import dev.sekisho.dialect.nginx.regex.Pcre;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.syntax.Word;
import java.util.Map;
import java.util.Set;

/** The directives of the rewrite module. */
final class RewriteChecks {

    private static final Set<String> FLAGS = Set.of("last", "break", "redirect", "permanent");
    private static final int HIGHEST_CODE = 999;

    private RewriteChecks() {}

    static void addTo(Map<String, Check> checks) {
        checks.put("rewrite", RewriteChecks::rewrite);
        checks.put("return", RewriteChecks::returns);
        checks.put("set", RewriteChecks::set);
        checks.put("if", RewriteChecks::condition);
    }

    /** How many groups an expression has; -1 where it cannot be compiled here. */
    static int groups(String regex) {
        try {
            return Pcre.compile(regex, false).groups();
        } catch (Pcre.InvalidRegexException e) {
            return -1;
        }
    }

    private static void rewrite(Directive directive, Scope scope) throws Refusal {
        Word regex = directive.args().getFirst();
        scope.regex(regex.text(), false, regex.at());
        if (directive.args().size() == 3 && !FLAGS.contains(directive.arg(2))) {
            throw Refusal.of("invalid parameter", directive.args().get(2));
        }
        scope.value(directive.args().get(1));
    }

    private static void returns(Directive directive, Scope scope) throws Refusal {
        Word first = directive.args().getFirst();
        boolean code = Values.number(first.text()).isPresent();
        boolean target = first.text().startsWith("http://")
                || first.text().startsWith("https://")
                || first.text().startsWith("$scheme");
        boolean one = directive.args().size() == 1;
        if (code ? Values.number(first.text()).getAsLong() > HIGHEST_CODE : !one || !target) {
            throw Refusal.of("invalid return code", first);
        }
        if (!code || !one) {
            scope.value(directive.args().getLast());
        }
    }

    private static void set(Directive directive, Scope scope) throws Refusal {
        String name = scope.define(directive.args().getFirst());
        scope.registry().use(name, directive.args().getFirst().at());
        scope.value(directive.args().get(1));
    }

    private static void condition(Directive directive, Scope scope) throws Refusal {
        Condition condition = Condition.parse(directive.args());
        for (Word variable : condition.variables()) {
            String name = scope.variable(variable);
            scope.registry().use(name, variable.at());
        }
        if (condition.isRegex()) {
            Word regex = condition.operand().orElseThrow();
            scope.regex(regex.text(), condition.operator().endsWith("*"), regex.at());
        } else if (condition.operand().isPresent()) {
            scope.value(condition.operand().get());
        }
    }
}
