package dev.sekisho.dialect.nginx.route;

import dev.sekisho.dialect.nginx.config.Lookup;
import dev.sekisho.dialect.nginx.config.Step;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.variables.Template;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The texts that a text with variables may become, where each of its variables is set or looked up to texts that are known. */
final class Targets {

    private static final int MOST = 64;

    /** Variables that hold a query, or a part of one. */
    private static final Set<String> QUERIES = Set.of("request_uri", "args", "query_string", "is_args");

    private Targets() {}

    /** All values of the text; nothing where one of its variables may be anything. */
    static Optional<Set<String>> of(Place place, String text) {
        return values(place, text, 0);
    }

    /** Whether a path may come to hold a query by one of its variables, before a question mark of its own. */
    static boolean mayHoldQuery(Place place, String path) {
        int mark = path.indexOf('?');
        String text = mark < 0 ? path : path.substring(0, mark);
        try {
            return Template.parse(text).parts().stream()
                    .anyMatch(part -> part instanceof Template.Variable variable
                            && (QUERIES.contains(variable.name()) || isGivenQuery(place, variable.name())));
        } catch (Template.InvalidTemplateException e) {
            return false;
        }
    }

    private static boolean isGivenQuery(Place place, String name) {
        return given(place, name).stream()
                .anyMatch(text -> text.indexOf('?') >= 0
                        || QUERIES.stream()
                                .anyMatch(query -> text.contains("$" + query) || text.contains("${" + query)));
    }

    private static List<String> given(Place place, String name) {
        List<String> texts = new ArrayList<>();
        steps(place).flatMap(Targets::sets).filter(set -> isOf(set, name)).forEach(set -> texts.add(set.arg(1)));
        place.in().config().http().lookups().stream()
                .filter(lookup -> lookup.variable().equals(name))
                .forEach(lookup -> texts.addAll(texts(lookup)));
        return texts;
    }

    private static Optional<Set<String>> values(Place place, String text, int depth) {
        Template template;
        try {
            template = Template.parse(text);
        } catch (Template.InvalidTemplateException e) {
            return Optional.empty();
        }
        Set<String> values = Set.of("");
        for (Template.Part part : template.parts()) {
            Optional<Set<String>> more = switch (part) {
                case Template.Text fixed -> Optional.of(Set.of(fixed.text()));
                case Template.Variable variable -> variable(place, variable.name(), depth);
                case Template.Capture _ -> Optional.empty();
            };
            if (more.isEmpty() || values.size() * more.get().size() > MOST) {
                return Optional.empty();
            }
            Set<String> longer = new LinkedHashSet<>();
            values.forEach(start -> more.get().forEach(end -> longer.add(start + end)));
            values = longer;
        }
        return Optional.of(values);
    }

    private static Optional<Set<String>> variable(Place place, String name, int depth) {
        List<String> texts = given(place, name);
        if (texts.isEmpty() || depth > 4) {
            return Optional.empty();
        }
        Set<String> values = new LinkedHashSet<>();
        for (String text : texts) {
            Optional<Set<String>> more = values(place, text, depth + 1);
            if (more.isEmpty()) {
                return Optional.empty();
            }
            values.addAll(more.get());
        }
        return Optional.of(values);
    }

    private static List<String> texts(Lookup lookup) {
        return Stream.concat(
                        Stream.of(lookup.otherwise()), lookup.entries().stream().map(line -> line.arg(0)))
                .toList();
    }

    /** Steps that requests may run through before they leave for the upstream. */
    private static Stream<Step> steps(Place place) {
        return Stream.concat(
                place.server().steps().stream(),
                place.server().locations().all().stream().flatMap(location -> location.steps().stream()));
    }

    private static Stream<Directive> sets(Step step) {
        return switch (step) {
            case Step.Statement(Directive directive) ->
                directive.name().equals("set") ? Stream.of(directive) : Stream.empty();
            case Step.If condition -> condition.steps().stream().flatMap(Targets::sets);
        };
    }

    private static boolean isOf(Directive set, String name) {
        return set.arg(0).substring(1).toLowerCase(Locale.ROOT).equals(name);
    }
}
