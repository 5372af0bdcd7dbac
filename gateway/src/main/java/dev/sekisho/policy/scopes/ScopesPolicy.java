package dev.sekisho.policy.scopes;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.policy.Refusal;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Compares what is needed with what the principal has. Allocates nothing for what passes. */
final class ScopesPolicy implements Policy {

    private static final Refusal MISSING = Refusal.of(Reason.AUTH_MISSING, "unauthorized", "Bearer");

    private final List<String> required;
    private final boolean all;

    ScopesPolicy(List<String> required, boolean all) {
        this.required = required;
        this.all = all;
    }

    @Override
    public Outcome onRequest(Exchange exchange) {
        if (!exchange.principal().isKnown()) {
            return MISSING.reply(exchange, "no policy before this one knows the client");
        }
        Set<String> given = exchange.principal().scopes();
        if (suffices(given)) {
            return Outcome.CONTINUE;
        }
        String has = given.isEmpty() ? "none" : String.join(" ", new TreeSet<>(given));
        return Refusal.insufficientScope("Bearer ", required, given).reply(exchange, "it has " + has);
    }

    private boolean suffices(Set<String> given) {
        for (int i = 0; i < required.size(); i++) {
            if (given.contains(required.get(i)) != all) {
                return !all;
            }
        }
        return all;
    }
}
