package dev.sekisho.dialect.kinds;

import static dev.sekisho.dialect.DiagnosticKind.error;

import dev.sekisho.dialect.DiagnosticKind;
import java.util.List;

/** Other parties: stores and webhooks. */
final class OutsideKinds {

    static final List<DiagnosticKind> ALL = List.of(
            error(
                    "model.store",
                    "a store whose settings do not go together",
                    "A store of kind redis is one server (url), Sentinels with the name that they know it by, or the nodes "
                            + "of a cluster, all with the same scheme and database.",
                    "Keep one of url, sentinels and nodes, and correct what the message names."),
            error(
                    "model.webhook-url",
                    "a webhook with an address that is not asked",
                    "Webhooks are sent by HTTP to a host that can be named. Credentials in a URL end up in logs; link-local "
                            + "addresses hand out credentials in clouds.",
                    "Correct the URL; put credentials into headers, by a reference such as ${env:NAME}."),
            error(
                    "model.webhook-header",
                    "a header that a webhook cannot have",
                    "Its name is no token, its value would break the head, or the gateway writes that field itself.",
                    "Remove it, or correct name and value."),
            error(
                    "model.webhook-secret",
                    "an empty secret of a webhook",
                    "A signature by an empty secret proves nothing.",
                    "Give it a secret, or remove it for webhooks without signature."));

    private OutsideKinds() {}
}
