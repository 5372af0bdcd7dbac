package dev.sekisho.policy.steps;

import dev.sekisho.dataplane.Outcome;
import dev.sekisho.policy.CapturingPattern;
import dev.sekisho.policy.FieldNames.Head;
import dev.sekisho.policy.FieldValue;
import dev.sekisho.policy.steps.Instruction.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the instructions of steps. */
final class Instructions {

    private static final int MAX_DEPTH = 20; // of steps inside steps

    private Instructions() {}

    /**
     * The instructions of these steps.
     *
     * @param setting where they stand, for messages
     * @throws IllegalArgumentException where one cannot work
     */
    static List<Instruction> of(String setting, List<Step> steps) {
        return of(setting, steps, 0);
    }

    private static List<Instruction> of(String setting, List<Step> steps, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException(setting + ": steps inside steps (expected: at most " + MAX_DEPTH + ")");
        }
        List<Instruction> all = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            all.add(of(setting + "[" + i + "].", steps.get(i), depth));
        }
        return List.copyOf(all);
    }

    private static Instruction of(String setting, Step step, int depth) {
        return switch (step) {
            case Step.SetStep set -> set(setting + "set.", set);
            case Step.WhenStep when ->
                new Instruction.When(
                        template(setting + "when.value", when.value()),
                        condition(setting + "when.", when),
                        of(setting + "when.then", when.then(), depth + 1));
            case Step.RewriteStep rewrite -> Rewrite.of(setting + "rewrite.", rewrite);
            case Step.ReturnStep answer -> new Instruction.Answer(Answers.of(setting + "return.", answer));
            case Step.GotoStep to -> new Instruction.End(new Outcome.Reroute(Optional.of(to.route())));
            case Step.BreakStep _ -> new Instruction.End(Outcome.CONTINUE);
            case Step.SearchStep _ -> new Instruction.End(Outcome.Reroute.MATCHING);
            case Step.CloseStep _ -> new Instruction.End(Outcome.CLOSE);
        };
    }

    private static Instruction set(String setting, Step.SetStep set) {
        if (!set.name().matches("[A-Za-z0-9_][A-Za-z0-9_-]{0,63}")) {
            throw new IllegalArgumentException(
                    setting + "name: " + set.name() + " (expected: 1 to 64 letters, digits, _ and -)");
        }
        return new Instruction.Set(set.name(), template(setting + "value", set.value()));
    }

    private static Condition condition(String setting, Step.WhenStep when) {
        boolean needs = when.test() != Step.Test.SET && when.test() != Step.Test.EMPTY;
        if (needs != when.with().isPresent()) {
            throw new IllegalArgumentException(setting + "with: " + when.with().orElse("none") + " (expected: "
                    + (needs ? "a text to compare with" : "none with test set or empty") + ")");
        }
        String with = when.with().orElse("");
        return switch (when.test()) {
            case SET -> new Condition.Filled(true);
            case EMPTY -> new Condition.Filled(false);
            case EQUALS -> new Condition.Equal(template(setting + "with", with), true);
            case DIFFERS -> new Condition.Equal(template(setting + "with", with), false);
            case MATCHES -> new Condition.Matching(CapturingPattern.of(setting + "with", with, false), true);
            case MATCHES_NOT -> new Condition.Matching(CapturingPattern.of(setting + "with", with, false), false);
            case MATCHES_ANY_CASE -> new Condition.Matching(CapturingPattern.of(setting + "with", with, true), true);
            case MATCHES_NOT_ANY_CASE ->
                new Condition.Matching(CapturingPattern.of(setting + "with", with, true), false);
        };
    }

    /** A text with placeholders of the request. */
    static FieldValue template(String setting, String text) {
        return FieldValue.template(setting, text, Head.REQUEST);
    }
}
