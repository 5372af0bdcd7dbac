package dev.sekisho.policy.steps;

import dev.sekisho.policy.FieldNames;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Steps in words, for {@code explain}. */
final class Description {

    private Description() {}

    static String of(List<Step> steps) {
        return steps.stream().map(Description::of).collect(Collectors.joining("; "));
    }

    private static String of(Step step) {
        return switch (step) {
            case Step.SetStep set -> "sets " + set.name();
            case Step.WhenStep when ->
                "where " + FieldNames.printable(when.value()) + " "
                        + when.test().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                        + when.with()
                                .map(with -> " " + FieldNames.printable(with))
                                .orElse("")
                        + " (" + of(when.then()) + ")";
            case Step.RewriteStep rewrite ->
                "rewrites " + rewrite.pattern() + " to " + rewrite.replacement()
                        + (rewrite.flag() == Step.Flag.NONE
                                ? ""
                                : ", " + rewrite.flag().name().toLowerCase(Locale.ROOT));
            case Step.ReturnStep answer ->
                "answers "
                        + answer.location()
                                .map(to -> answer.status().orElse(302) + " to " + FieldNames.printable(to))
                                .orElseGet(() -> String.valueOf(answer.status().orElse(200)));
            case Step.GotoStep to -> "goes to route " + to.route();
            case Step.BreakStep _ -> "ends";
            case Step.SearchStep _ -> "looks for a route";
            case Step.CloseStep _ -> "closes the connection";
        };
    }
}
