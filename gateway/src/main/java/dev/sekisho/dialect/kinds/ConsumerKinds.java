package dev.sekisho.dialect.kinds;

import static dev.sekisho.dialect.DiagnosticKind.error;
import static dev.sekisho.dialect.DiagnosticKind.warning;

import dev.sekisho.dialect.DiagnosticKind;
import java.util.List;

/** Consumers and their credentials. */
final class ConsumerKinds {

    static final List<DiagnosticKind> ALL = List.of(
            error(
                    "model.credential",
                    "a credential that cannot be used, or that two consumers have",
                    "A credential tells who asks, so it must belong to one consumer; and each kind has a form: a key or its "
                            + "SHA-256, a user name without colon (RFC 7617), an algorithm with its secret or public key "
                            + "(RFC 7518), one name of a certificate.",
                    "Correct what the message names. Values of secrets are never shown."),
            warning(
                    "model.weak-secret",
                    "a secret that is short enough to be guessed",
                    "Requests are served; whoever sees one signature can try secrets as fast as a computer can.",
                    "128 random bits, 16 bytes, are out of reach of guessing.",
                    "Make one with openssl rand -hex 32."),
            warning(
                    "model.no-credentials",
                    "a policy that asks for keys which nobody has",
                    "Every request is answered 401.",
                    "Keys are those of consumers, or of a store that the policy names.",
                    "Give a consumer keys, set store, or remove the policy."));

    private ConsumerKinds() {}
}
