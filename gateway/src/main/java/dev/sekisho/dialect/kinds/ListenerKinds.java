package dev.sekisho.dialect.kinds;

import static dev.sekisho.dialect.DiagnosticKind.error;
import static dev.sekisho.dialect.DiagnosticKind.warning;

import dev.sekisho.dialect.DiagnosticKind;
import java.util.List;

/** Listeners. */
final class ListenerKinds {

    static final List<DiagnosticKind> ALL = List.of(
            error(
                    "model.no-listeners",
                    "no listener and no stream",
                    "A gateway without a socket to listen on could serve nobody.",
                    "Add a listener with a name and an address."),
            error(
                    "model.duplicate-address",
                    "two listeners on one address",
                    "A connection must belong to one listener, whose limits and certificates apply to it. TCP and UDP are "
                            + "told apart; port 0 takes a free port each time.",
                    "Give one of them another port, or make one listener of both."),
            error(
                    "model.redirect-tls",
                    "redirectToHttps on a listener that speaks TLS already",
                    "Clients of such a listener are on https, so they would be sent to where they are, without end.",
                    "Put redirectToHttps on a listener of its own without tls, port 80 as a rule."),
            error(
                    "model.via",
                    "a name for the Via field that cannot stand there",
                    "RFC 9110 section 7.6.3 allows a token as pseudonym (section 5.6.2).",
                    "Use letters, digits and hyphens, such as sekisho."),
            warning(
                    "model.client-certificates",
                    "mtls where no listener asks for certificates",
                    "The policy refuses every request, since no client ever shows a certificate.",
                    "A TLS client shows its certificate only where the server asks for one in the handshake (RFC 8446 "
                            + "section 4.3.2).",
                    "Add clients: { ca: FILE } to tls of a listener, or remove the policy."));

    private ListenerKinds() {}
}
