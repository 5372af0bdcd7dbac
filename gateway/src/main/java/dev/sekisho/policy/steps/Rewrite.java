package dev.sekisho.policy.steps;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.ForwardPath;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.policy.CapturingPattern;
import dev.sekisho.policy.steps.Step.Flag;

/**
 * Another path and query where an expression matches the path; or a redirect there. Immutable, thread-safe.
 *
 * @param pattern searched in the path
 * @param to what takes its place
 * @param redirect status of a redirect; 0 for none
 * @param flag what follows
 */
record Rewrite(CapturingPattern pattern, Replacement to, int redirect, Flag flag) implements Instruction {

    private static final int FOUND = 302;
    private static final int MOVED = 301;

    static Rewrite of(String setting, Step.RewriteStep step) {
        CapturingPattern pattern = CapturingPattern.of(setting + "pattern", step.pattern(), false);
        Replacement to = Replacement.of(setting + "replacement", step.replacement());
        int redirect =
                step.flag() == Flag.PERMANENT ? MOVED : step.flag() == Flag.REDIRECT || to.isAbsolute() ? FOUND : 0;
        if (redirect == 0 && !to.mayBePath()) {
            throw new IllegalArgumentException(
                    setting + "replacement: " + step.replacement()
                            + " (expected: a path that begins with / or a placeholder, or a location with http:// or https://)");
        }
        return new Rewrite(pattern, to, redirect, step.flag());
    }

    @Override
    public void apply(Run run) {
        Exchange x = run.exchange();
        if (!pattern.tried(x, x.request().pathText())) {
            return;
        }
        if (redirect != 0) {
            run.decide(Answers.redirect(redirect, to.location(x)));
            return;
        }
        Reason refused = change(x);
        if (refused != Reason.NONE) {
            run.refuse(refused);
            return;
        }
        switch (flag) {
            case LAST -> run.decide(Outcome.Reroute.MATCHING);
            case BREAK -> run.stay();
            case KEEP -> {}
            case NONE, REDIRECT, PERMANENT -> run.pathChanged();
        }
    }

    /** Query first: its placeholders are of the path as it was. */
    private Reason change(Exchange x) {
        RequestHead head = x.request();
        String path = to.path(x);
        String before = head.queryText().orElse("");
        String query = to.query(x, before);
        Reason refused = query.equals(before) ? Reason.NONE : ForwardPath.replaceQuery(head, query);
        return refused == Reason.NONE ? ForwardPath.replace(head, path) : refused;
    }
}
