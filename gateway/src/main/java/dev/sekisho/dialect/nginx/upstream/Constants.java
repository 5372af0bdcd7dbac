package dev.sekisho.dialect.nginx.upstream;

import dev.sekisho.dialect.nginx.config.Lookup;
import dev.sekisho.dialect.nginx.config.NginxConfig;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.variables.Template;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which constants a text may stand for: by {@code map}, {@code split_clients}, {@code geo} and {@code set}. Immutable. */
final class Constants {

    private static final Set<String> SETTERS = Set.of("set", "auth_request_set");

    private final NginxConfig.Part http;

    Constants(NginxConfig.Part http) {
        this.http = http;
    }

    /** All values of a text with at most one variable, those apart that are empty; none where a value is not constant. */
    List<String> of(String text) {
        List<Template.Variable> variables = template(text).variables();
        if (template(text).isConstant()) {
            return text.isEmpty() ? List.of() : List.of(text);
        }
        if (variables.size() != 1 || template(text).parts().stream().anyMatch(Template.Capture.class::isInstance)) {
            return List.of();
        }
        List<String> values = values(variables.getFirst().name());
        boolean constant = values.stream().allMatch(value -> template(value).isConstant());
        return constant
                ? values.stream()
                        .map(value -> filled(text, value))
                        .filter(host -> !host.isEmpty())
                        .distinct()
                        .toList()
                : List.of();
    }

    private static Template template(String text) {
        try {
            return Template.parse(text);
        } catch (Template.InvalidTemplateException _) {
            return new Template(List.of(new Template.Capture(1, 0))); // such a text is none of nginx's
        }
    }

    private static String filled(String text, String value) {
        StringBuilder filled = new StringBuilder();
        for (Template.Part part : template(text).parts()) {
            filled.append(part instanceof Template.Text plain ? plain.text() : value);
        }
        return value.isEmpty() ? "" : filled.toString();
    }

    private List<String> values(String variable) {
        Set<String> values = new LinkedHashSet<>();
        for (Lookup lookup : http.lookups()) {
            if (lookup.variable().equals(variable)) {
                lookup.entries().forEach(entry -> values.add(entry.arg(0)));
                values.add(lookup.otherwise());
            }
        }
        http.servers().servers().forEach(server -> set(server.directive(), "$" + variable, values));
        return new ArrayList<>(values);
    }

    private static void set(Directive directive, String variable, Set<String> values) {
        if (SETTERS.contains(directive.name()) && directive.arg(0).equalsIgnoreCase(variable)) {
            values.add(directive.arg(1));
        }
        directive.inside().forEach(each -> set(each, variable, values));
    }
}
