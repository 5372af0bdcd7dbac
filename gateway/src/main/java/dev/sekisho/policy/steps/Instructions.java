package dev.sekisho.policy.steps;

import dev.sekisho.dataplane.Outcome;
import dev.sekisho.policy.CapturingPattern;
import dev.sekisho.policy.FieldNames.Head;
import dev.sekisho.policy.FieldValue;
import dev.sekisho.policy.FileProbe;
import dev.sekisho.policy.steps.Instruction.Condition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Makes the instructions of steps, the last one first: a test of a file takes along what follows it.
 *
 * @param files what looks for files
 */
record Instructions(FileProbe files) {

    private static final int MAX_DEPTH = 20; // of steps inside steps

    /**
     * The instructions of these steps.
     *
     * @param setting where they stand, for messages
     * @throws IllegalArgumentException where one cannot work
     */
    List<Instruction> of(String setting, List<Step> steps) {
        return of(setting, steps, List.of(), 0);
    }

    /** The same; {@code behind} follows them, and is not among what is given back. */
    private List<Instruction> of(String setting, List<Step> steps, List<Instruction> behind, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException(setting + ": steps inside steps (expected: at most " + MAX_DEPTH + ")");
        }
        Deque<Instruction> all = new ArrayDeque<>();
        for (int i = steps.size() - 1; i >= 0; i--) {
            boolean waits = FileCondition.isIn(List.of(steps.get(i)));
            List<Instruction> rest = waits ? joined(all, behind) : List.of();
            all.addFirst(of(setting + "[" + i + "].", steps.get(i), rest, depth));
        }
        return List.copyOf(all);
    }

    private Instruction of(String setting, Step step, List<Instruction> rest, int depth) {
        return switch (step) {
            case Step.SetStep set -> set(setting + "set.", set);
            case Step.WhenStep when -> when(setting + "when.", when, rest, depth);
            case Step.RewriteStep rewrite -> Rewrite.of(setting + "rewrite.", rewrite);
            case Step.ReturnStep answer -> new Instruction.Answer(Answers.of(setting + "return.", answer));
            case Step.GotoStep to -> new Instruction.End(new Outcome.Reroute(Optional.of(to.route())));
            case Step.BreakStep _ -> new Instruction.End(Outcome.CONTINUE);
            case Step.SearchStep _ -> new Instruction.End(Outcome.Reroute.MATCHING);
            case Step.CloseStep _ -> new Instruction.End(Outcome.CLOSE);
        };
    }

    private Instruction when(String setting, Step.WhenStep when, List<Instruction> rest, int depth) {
        FieldValue value = template(setting + "value", when.value());
        List<Instruction> then = of(setting + "then", when.then(), rest, depth + 1);
        Optional<FileCondition> file = FileCondition.of(when.test());
        if (file.isPresent()) {
            checkOperand(setting, when, false);
            return new WhenFile(files, value, file.get(), joined(then, rest), rest);
        }
        return new Instruction.When(value, condition(setting, when), then);
    }

    private static List<Instruction> joined(Collection<Instruction> first, List<Instruction> rest) {
        List<Instruction> all = new ArrayList<>(first);
        all.addAll(rest);
        return List.copyOf(all);
    }

    private static Instruction set(String setting, Step.SetStep set) {
        if (!set.name().matches("[A-Za-z0-9_][A-Za-z0-9_-]{0,63}")) {
            throw new IllegalArgumentException(
                    setting + "name: " + set.name() + " (expected: 1 to 64 letters, digits, _ and -)");
        }
        return new Instruction.Set(set.name(), template(setting + "value", set.value()));
    }

    private static Condition condition(String setting, Step.WhenStep when) {
        checkOperand(setting, when, when.test() != Step.Test.SET && when.test() != Step.Test.EMPTY);
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
            case FILE, NO_FILE, DIRECTORY, NO_DIRECTORY, PRESENT, ABSENT, EXECUTABLE, NOT_EXECUTABLE ->
                throw new IllegalStateException("test: " + when.test() + " (expected: one of a text)");
        };
    }

    private static void checkOperand(String setting, Step.WhenStep when, boolean needs) {
        if (needs != when.with().isPresent()) {
            throw new IllegalArgumentException(setting + "with: " + when.with().orElse("none") + " (expected: "
                    + (needs ? "a text to compare with" : "none with a test of the value alone") + ")");
        }
    }

    /** A text with placeholders of the request. */
    static FieldValue template(String setting, String text) {
        return FieldValue.template(setting, text, Head.REQUEST);
    }
}
