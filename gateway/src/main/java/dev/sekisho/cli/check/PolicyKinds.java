package dev.sekisho.cli.check;

import dev.sekisho.dialect.DiagnosticKind;
import dev.sekisho.dialect.Severity;
import java.util.List;

/** The kinds of diagnostics about whom policies are for, and about what they can know. */
public final class PolicyKinds {

    public static final DiagnosticKind AUDIENCE_TOO_EARLY = new DiagnosticKind(
            "policy.audience-too-early",
            Severity.WARNING,
            "a policy for some clients that runs before anybody knows who the client is",
            "The policy does nothing: no client is known to be one of its audience when its turn comes.",
            "Policies run in the order of docs/policies.md. A policy with for is chosen by what the policies of authentication before"
                    + " it have found out; on this route there is none.",
            "Put a policy of authentication on the route, or leave out for; policies of the stage edge cannot have an audience.");

    public static final DiagnosticKind NOBODY_KNOWN = new DiagnosticKind(
            "policy.nobody-known",
            Severity.WARNING,
            "a policy that depends on who the client is, where nobody finds that out",
            "What it counts or keeps by client is the same for all clients, or nothing, as the message says.",
            "consumer, credential, plan, subject, groups, scopes and claims are known only behind a policy of authentication; on"
                    + " this route there is none before this policy.",
            "Put a policy of authentication on the route, or use another key such as address.");

    public static final DiagnosticKind BEYOND_LISTENER = new DiagnosticKind(
            "policy.beyond-listener",
            Severity.WARNING,
            "a limit on request bodies that listeners refuse sooner",
            "Bodies beyond limits.body of the listener are refused with 413 before the policy sees them.",
            "A listener's limits hold for all its routes; a policy can only lower them.",
            "Raise limits.body of the listener, or lower the limit.");

    public static final DiagnosticKind UNKNOWN_CONSUMER = new DiagnosticKind(
            "model.unknown-consumer",
            Severity.ERROR,
            "a policy for a consumer that is not configured",
            "The configuration is not served.",
            "Only consumers under consumers are ever known by that name; names are compared with case.",
            "Correct the name, or add the consumer.");

    public static final DiagnosticKind UNKNOWN_GROUP = new DiagnosticKind(
            "model.unknown-group",
            Severity.WARNING,
            "a policy for a group that nobody is in",
            "The policy does nothing for that group.",
            "Groups come from consumers, and from tokens, introspection, forward-auth and keys in a store, none of which is in use"
                    + " here.",
            "Correct the name, or put a consumer into the group.");

    /** All of them. */
    public static final List<DiagnosticKind> ALL =
            List.of(AUDIENCE_TOO_EARLY, NOBODY_KNOWN, BEYOND_LISTENER, UNKNOWN_CONSUMER, UNKNOWN_GROUP);

    private PolicyKinds() {}
}
