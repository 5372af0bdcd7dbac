package dev.sekisho.policy.bots;

import dev.sekisho.dataplane.ErrorTemplate;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;

/**
 * Refuses what the lists refuse.
 *
 * @param counts requests by what the lists say
 * @param status of a refusal
 * @param dryRun whether all pass
 */
record BotsPolicy(Judge judge, BotCounts counts, int status, boolean dryRun) implements Policy {

    @Override
    public Outcome onRequest(Exchange x) {
        Verdict verdict = judge.judge(x.request().headers());
        counts.count(verdict);
        if (verdict.passes() || dryRun) {
            return Outcome.CONTINUE;
        }
        x.detail(verdict.why());
        return new Outcome.Reply(ErrorTemplate.answer(x, Reason.BOT, status));
    }
}
