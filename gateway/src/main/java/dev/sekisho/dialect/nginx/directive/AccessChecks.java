package dev.sekisho.dialect.nginx.directive;

import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.syntax.Word;
import java.util.Map;

/** Directives about who may ask, and who asks. */
final class AccessChecks {

    private AccessChecks() {}

    static void addTo(Map<String, Check> checks) {
        checks.put("allow", AccessChecks::rule);
        checks.put("deny", AccessChecks::rule);
        checks.put("set_real_ip_from", AccessChecks::realIpFrom);
        checks.put("real_ip_header", ((Check) (directive, scope) -> {}).once());
        checks.put("auth_basic_user_file", ((Check) ContentChecks::values).once());
        checks.put("auth_request", ((Check) (directive, scope) -> {}).once());
        checks.put("auth_request_set", (directive, scope) -> {
            scope.define(directive.args().getFirst());
            scope.value(directive.args().get(1));
        });
        checks.put("valid_referers", AccessChecks::referers);
    }

    private static void rule(Directive directive, Scope scope) throws Refusal {
        Word word = directive.args().getFirst();
        if (word.text().equals("all") || word.text().equals("unix:")) {
            return;
        }
        if (!Networks.isNetwork(word.text())) {
            throw Refusal.of("invalid parameter", word);
        }
        if (Networks.hasLowBits(word.text())) {
            scope.warn(directive, "low address bits of " + word.text() + " are meaningless");
        }
    }

    private static void realIpFrom(Directive directive, Scope scope) throws Refusal {
        Word word = directive.args().getFirst();
        if (word.text().equals("unix:")
                || word.text().matches(".*[A-Za-z].*") && !word.text().contains(":")) {
            return; // a name, which is not looked up here
        }
        if (!Networks.isNetwork(word.text())) {
            throw Refusal.of("invalid parameter", word);
        }
        if (Networks.hasLowBits(word.text())) {
            scope.warn(directive, "low address bits of " + word.text() + " are meaningless");
        }
    }

    private static void referers(Directive directive, Scope scope) throws Refusal {
        scope.registry().define("invalid_referer");
        for (Word word : directive.args()) {
            String text = word.text();
            if (text.isEmpty()) {
                throw Refusal.of("invalid referer", word);
            }
            if (text.equals("~")) {
                throw Refusal.of("empty regex in", word);
            }
            if (text.startsWith("~")) {
                scope.regex(text.substring(1), true, word.at());
            }
        }
    }
}
