package dev.sekisho.policy.rules;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.policy.Refusal;
import java.util.List;

/** Asks the rules. Allocates nothing for what passes, but where a rule asks for a token's identity or a namespace. */
final class RulesPolicy implements Policy {

    private static final Refusal FORBIDDEN = Refusal.of(Reason.FORBIDDEN, "forbidden", "");

    private final List<Rule> deny;
    private final List<Rule> allow;

    RulesPolicy(List<Rule> deny, List<Rule> allow) {
        this.deny = deny;
        this.allow = allow;
    }

    @Override
    public Outcome onRequest(Exchange exchange) {
        for (int i = 0; i < deny.size(); i++) {
            if (deny.get(i).describes(exchange)) {
                return FORBIDDEN.reply(exchange, "the rule " + deny.get(i).name() + " of deny describes it");
            }
        }
        for (int i = 0; i < allow.size(); i++) {
            if (allow.get(i).describes(exchange)) {
                return Outcome.CONTINUE;
            }
        }
        return allow.isEmpty() ? Outcome.CONTINUE : FORBIDDEN.reply(exchange, "no rule of allow describes it");
    }
}
