package dev.sekisho.policy.steps;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.policy.CapturingPattern;
import dev.sekisho.policy.FieldValue;
import java.util.List;
import java.util.function.Function;

/** A step as it runs. Immutable, thread-safe. */
sealed interface Instruction
        permits Instruction.Set, Instruction.When, Instruction.End, Instruction.Answer, WhenFile, Rewrite {

    /** Does it. */
    void apply(Run run);

    /** Sets a variable. */
    record Set(String name, FieldValue value) implements Instruction {

        /** Longest value, characters: a program that runs again and again must not make one grow without end. */
        private static final int LONGEST = 64 << 10;

        @Override
        public void apply(Run run) {
            String text = value.text(run.exchange());
            if (text.length() > LONGEST) {
                throw new IllegalStateException("value of variable " + name + ": " + text.length()
                        + " characters (expected: <= " + LONGEST + ")");
            }
            run.exchange().variable(name, text);
        }
    }

    /** Does others where a condition holds. */
    record When(FieldValue value, Condition condition, List<Instruction> then) implements Instruction {
        @Override
        public void apply(Run run) {
            if (condition.holds(run.exchange(), value.text(run.exchange()))) {
                run.through(then);
            }
        }
    }

    /** Ends the program with an outcome that is always the same; {@link Outcome#CONTINUE} to stay on this route. */
    record End(Outcome outcome) implements Instruction {
        @Override
        public void apply(Run run) {
            if (outcome instanceof Outcome.Continue) {
                run.stay();
            } else {
                run.decide(outcome);
            }
        }
    }

    /** Answers. */
    record Answer(Function<Exchange, Outcome> answer) implements Instruction {
        @Override
        public void apply(Run run) {
            run.decide(answer.apply(run.exchange()));
        }
    }

    /** A test of a text. */
    sealed interface Condition {

        boolean holds(Exchange x, String text);

        /** Whether there is something in it; as for nginx, 0 is nothing. */
        record Filled(boolean wanted) implements Condition {
            @Override
            public boolean holds(Exchange x, String text) {
                boolean filled = !text.isEmpty() && !text.equals("0");
                return filled == wanted;
            }
        }

        /** Whether it is another text. */
        record Equal(FieldValue other, boolean wanted) implements Condition {
            @Override
            public boolean holds(Exchange x, String text) {
                return text.equals(other.text(x)) == wanted;
            }
        }

        /** Whether an expression matches. */
        record Matching(CapturingPattern pattern, boolean wanted) implements Condition {
            @Override
            public boolean holds(Exchange x, String text) {
                return pattern.tried(x, text) == wanted;
            }
        }
    }
}
