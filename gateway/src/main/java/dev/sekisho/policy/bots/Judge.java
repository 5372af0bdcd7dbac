package dev.sekisho.policy.bots;

import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Asks the lists about user agents, each once. Thread-safe; a user agent that was seen before costs no allocation. */
final class Judge {

    private record Step(AgentList list, Verdict verdict) {}

    private final List<Step> steps = new ArrayList<>();
    private final Verdict missing;
    private final int longest;
    private final Verdicts seen = new Verdicts();

    /**
     * As the settings say.
     *
     * @param longest longest user agent that is looked at, bytes
     */
    Judge(BotsConfig config, int longest) {
        this.longest = longest;
        this.missing = config.missing() == BotsConfig.Missing.DENY ? Verdict.MISSING : Verdict.OTHER;
        step(AgentList.of("allow", config.allow()), !config.allow().isEmpty(), Verdict.ALLOWED);
        known(config, BotsConfig.Known.ALLOW);
        step(AgentList.of("deny", config.deny()), !config.deny().isEmpty(), Verdict.DENIED);
        known(config, BotsConfig.Known.DENY);
    }

    private void known(BotsConfig config, BotsConfig.Known what) {
        boolean passes = what == BotsConfig.Known.ALLOW;
        step(
                AgentList.known(KnownAgents.SCANNERS),
                config.scanners() == what,
                passes ? Verdict.KNOWN : Verdict.SCANNER);
        step(
                AgentList.known(KnownAgents.CRAWLERS),
                config.crawlers() == what,
                passes ? Verdict.KNOWN : Verdict.CRAWLER);
    }

    private void step(AgentList list, boolean wanted, Verdict verdict) {
        if (wanted) {
            steps.add(new Step(list, verdict));
        }
    }

    /** What the lists say of a request. */
    Verdict judge(Headers request) {
        int field = request.find(HeaderName.USER_AGENT);
        if (field < 0) {
            return missing;
        }
        if (request.find(HeaderName.USER_AGENT, field + 1) >= 0) {
            return Verdict.REPEATED; // the backend might believe another one than was judged
        }
        int start = request.valueStart(field);
        int end = request.valueEnd(field);
        if (start == end) {
            return missing;
        }
        if (end - start > longest) {
            return Verdict.LONG;
        }
        Verdict known = seen.get(request.bytes(), start, end);
        return known != null ? known : found(Arrays.copyOfRange(request.bytes(), start, end));
    }

    private Verdict found(byte[] agent) {
        Verdict verdict = Verdict.OTHER;
        for (Step step : steps) {
            if (step.list.finds(agent)) {
                verdict = step.verdict;
                break;
            }
        }
        seen.put(agent, verdict);
        return verdict;
    }
}
