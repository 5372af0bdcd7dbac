package dev.sekisho.dialect.nginx.directive;

import dev.sekisho.dialect.nginx.syntax.Directive;

/** What nginx checks when it meets a directive, beyond place and number of arguments. */
@FunctionalInterface
interface Check {

    /** Looks at a directive at its place; registers what it defines and uses. */
    void check(Directive directive, Scope scope) throws Refusal;

    /** The same, where the directive may stand only once on a level. */
    default Check once() {
        return (directive, scope) -> {
            if (scope.has(directive.name())) {
                throw Refusal.own(directive, "is duplicate");
            }
            check(directive, scope);
        };
    }
}
