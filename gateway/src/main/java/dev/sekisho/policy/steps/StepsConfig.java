package dev.sekisho.policy.steps;

import dev.sekisho.model.Property;
import dev.sekisho.model.RouteUser;
import dev.sekisho.model.VariableSetter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Settings of the {@code steps} policy. */
public record StepsConfig(
        @Property(
                value = "Steps, one after the other: each is one of set, when, rewrite, return, goto, break.",
                example = "[{ rewrite: { pattern: ^/old/, replacement: /new/, flag: last } }]")
        List<Step> run)
        implements VariableSetter, RouteUser {

    /** Takes a copy. */
    public StepsConfig {
        run = List.copyOf(run);
    }

    @Override
    public Set<String> variables() {
        Set<String> found = new HashSet<>();
        variables(run, found);
        return found;
    }

    private static void variables(List<Step> steps, Set<String> found) {
        for (Step step : steps) {
            switch (step) {
                case Step.SetStep set -> found.add(set.name());
                case Step.WhenStep when -> variables(when.then(), found);
                case Step.RewriteStep _,
                        Step.ReturnStep _,
                        Step.GotoStep _,
                        Step.BreakStep _,
                        Step.SearchStep _,
                        Step.CloseStep _ -> {}
            }
        }
    }

    @Override
    public Set<String> routes() {
        Set<String> found = new HashSet<>();
        routes(run, found);
        return found;
    }

    private static void routes(List<Step> steps, Set<String> found) {
        for (Step step : steps) {
            switch (step) {
                case Step.GotoStep to -> found.add(to.route());
                case Step.WhenStep when -> routes(when.then(), found);
                case Step.RewriteStep _,
                        Step.ReturnStep _,
                        Step.SetStep _,
                        Step.BreakStep _,
                        Step.SearchStep _,
                        Step.CloseStep _ -> {}
            }
        }
    }
}
