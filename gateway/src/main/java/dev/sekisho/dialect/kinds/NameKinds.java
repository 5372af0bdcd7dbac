package dev.sekisho.dialect.kinds;

import static dev.sekisho.dialect.DiagnosticKind.error;
import static dev.sekisho.dialect.DiagnosticKind.warning;

import dev.sekisho.dialect.DiagnosticKind;
import java.util.List;

/** Names of parts, and references to them. */
final class NameKinds {

    static final List<DiagnosticKind> ALL = List.of(
            error(
                    "model.name",
                    "a name that cannot be used",
                    "Names stand in the access log, in metrics and in messages, which control characters and texts without "
                            + "end would spoil; so a name has 1 to 200 characters, none of them a control character.",
                    "Give the part another name, and change the references to it."),
            error(
                    "model.duplicate-name",
                    "a name that two parts of one kind have",
                    "A reference by name must mean one part, and the series of a metric must belong to one.",
                    "Rename one of them; the message tells where the other one stands."),
            error(
                    "model.unknown-upstream",
                    "a reference to an upstream that is not configured",
                    "A route, split, fallback, mirror or stream names the service that it sends requests to.",
                    "Correct the name, or add an upstream of that name; the nearest known name stands in the message."),
            error(
                    "model.unknown-policy",
                    "a reference to a policy that is not configured",
                    "A route names a policy of the top-level list. Leaving it out in silence could leave a route without "
                            + "its protection.",
                    "Correct the name, or add a policy of that name to the top-level list."),
            error(
                    "model.unknown-listener",
                    "a reference to a listener that is not configured",
                    "match.listener names the listeners whose requests a route takes; no request comes by any other.",
                    "Correct the name, or add a listener of that name."),
            error(
                    "model.unknown-route",
                    "a reference to a route that is not configured",
                    "A policy sends requests on to a route by its name.",
                    "Correct the name, or add a route of that name; internal: true keeps clients' own requests off it."),
            error(
                    "model.unknown-variable",
                    "a variable that nobody gives a value",
                    "{var.NAME} is a variable of the top-level list, or one that steps set.",
                    "Correct the name, declare the variable under variables, or set it in steps."),
            error(
                    "model.variable-name",
                    "a name that no variable can have",
                    "Names of variables stand in placeholders, so they are letters, digits and underscores.",
                    "Rename the variable."),
            error(
                    "model.variable-circle",
                    "variables that are found out by way of each other",
                    "The value of a variable is looked for when it is needed; in a circle that would never end.",
                    "Let one of them come from something of the request."),
            error(
                    "model.unknown-plan",
                    "a reference to a plan that is not configured",
                    "A consumer belongs to a plan, by which limits tell consumers apart.",
                    "Correct the name, or add the plan under plans."),
            warning(
                    "model.unused",
                    "something that nothing reads",
                    "Requests are served as if it were not there: a credential opens nothing, a plan limits nobody.",
                    "Credentials, plans and stores act through policies only. None of the policies that serve reads this "
                            + "one; most often a policy was forgotten, or a name was misspelt.",
                    "Add the policy that the message names to a route, or remove what is not used."));

    private NameKinds() {}
}
