package dev.sekisho.dialect.nginx.route;

import dev.sekisho.policy.steps.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Steps of a place in front of those of its content: where they stop, the content's own are still to be done, and where they have changed
 * the path without stopping, a location is looked for instead.
 */
final class Stops {

    /** The path as it was before the steps; no variable of nginx can have this name. */
    private static final String BEFORE = "path-before";

    private Stops() {}

    /** Whether the steps may stop, or change the path. */
    static boolean may(List<Step> program) {
        return program.stream().anyMatch(step -> switch (step) {
            case Step.BreakStep _ -> true;
            case Step.RewriteStep rewrite -> rewrite.flag() == Step.Flag.BREAK || rewrite.flag() == Step.Flag.NONE;
            case Step.WhenStep when -> may(when.then());
            default -> false;
        });
    }

    /**
     * The steps, which go on elsewhere where they stop.
     *
     * @param route the route of the content alone
     */
    static List<Step> at(List<Step> program, String route) {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step.SetStep(BEFORE, "{path}"));
        program.forEach(step -> steps.add(stopping(step, route)));
        steps.add(new Step.WhenStep(
                "{path}", Step.Test.DIFFERS, Optional.of("{var." + BEFORE + "}"), List.of(new Step.SearchStep())));
        return steps;
    }

    /** The steps, which go on elsewhere where a rewrite that breaks has changed the path. */
    static List<Step> atRewrites(List<Step> program, String route) {
        return program.stream().map(step -> leaving(step, route)).toList();
    }

    private static Step stopping(Step step, String route) {
        return switch (step) {
            case Step.BreakStep _ -> new Step.GotoStep(route);
            case Step.WhenStep when -> within(when, each -> stopping(each, route));
            default -> leaving(step, route);
        };
    }

    private static Step leaving(Step step, String route) {
        return switch (step) {
            case Step.RewriteStep rewrite
            when rewrite.flag() == Step.Flag.BREAK ->
                new Step.WhenStep(
                        "{path}",
                        Step.Test.MATCHES,
                        Optional.of(rewrite.pattern()),
                        List.of(
                                new Step.RewriteStep(rewrite.pattern(), rewrite.replacement(), Step.Flag.KEEP),
                                new Step.GotoStep(route)));
            case Step.WhenStep when -> within(when, each -> leaving(each, route));
            default -> step;
        };
    }

    private static Step within(Step.WhenStep when, UnaryOperator<Step> change) {
        return new Step.WhenStep(
                when.value(),
                when.test(),
                when.with(),
                when.then().stream().map(change).toList());
    }
}
