package dev.sekisho.dialect.nginx.config;

import dev.sekisho.dialect.nginx.directive.Condition;
import dev.sekisho.dialect.nginx.syntax.Directive;
import java.util.List;

/** A step of the rewrite module, which runs them in the order in which they are written. Never inherited. */
public sealed interface Step {

    /** Where it is written. */
    Directive directive();

    /** {@code set}, {@code rewrite}, {@code return} or {@code break}. */
    record Statement(Directive directive) implements Step {}

    /**
     * An {@code if}: where its condition holds, its steps run, and unless they end, the request goes on in it as in a
     * location of its own.
     *
     * @param directive where it is written
     * @param condition when it holds
     * @param settings what counts in it
     * @param steps its own steps
     */
    record If(Directive directive, Condition condition, Settings settings, List<Step> steps) implements Step {
        /** Copies the list. */
        public If {
            steps = List.copyOf(steps);
        }
    }
}
