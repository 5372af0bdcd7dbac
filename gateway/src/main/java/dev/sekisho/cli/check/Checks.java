package dev.sekisho.cli.check;

import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.model.Model;
import java.util.List;

/**
 * Looks at a model that can be served for what its author may not have meant. Each check is about the model alone, so it
 * holds for every language. A check stays silent where it is not certain.
 */
public final class Checks {

    private Checks() {}

    /**
     * What is found.
     *
     * @param model one without errors
     * @param compiled what its dialect has told already, so that nothing is told twice
     */
    public static List<Diagnostic> of(Model model, List<Diagnostic> compiled) {
        Findings findings = new Findings();
        UnusedParts.look(model, findings);
        SilentPolicies.look(model, findings);
        UnsafeRetries.look(model, findings);
        NestedTimeouts.look(model, findings);
        UpstreamDoubts.look(model, findings);
        ClearCredentials.look(model, findings);
        HostsInClear.look(model, findings);
        LiteralSecrets.look(model, compiled, findings);
        return findings.all();
    }
}
