package dev.sekisho.cli.check;

import static dev.sekisho.dialect.DiagnosticKind.error;
import static dev.sekisho.dialect.DiagnosticKind.info;
import static dev.sekisho.dialect.DiagnosticKind.warning;

import dev.sekisho.cli.test.CaseKinds;
import dev.sekisho.dialect.Catalogue;
import dev.sekisho.dialect.DiagnosticKind;
import dev.sekisho.dialect.Dialect;
import dev.sekisho.dialect.Severity;
import dev.sekisho.dialect.kinds.ModelKinds;
import dev.sekisho.server.ServerKinds;
import java.util.ArrayList;
import java.util.List;

/** What is found when a configuration is built without serving it, beyond what its dialect and its model see. */
public final class CheckKinds {

    /** Whether routes and policies can work. */
    private static final List<DiagnosticKind> BUILDING = List.of(
            error(
                    "policy.settings",
                    "settings that a policy cannot work with",
                    "Each value is good by itself, but not all of them together, or what they name cannot be used. The "
                            + "message is the policy's own.",
                    "Mend what the message names; the policy's page in docs/policies.md tells what goes together."),
            warning(
                    "route.shadowed",
                    "a route that is never reached",
                    "Requests that it was meant for go to other routes, with the policies of those.",
                    "Every request that it fits is taken by a route that comes before it in the order of docs/routing.md.",
                    "Remove it, or narrow the route that the message names."),
            warning(
                    "route.ambiguous",
                    "two routes that only their order tells apart",
                    "Of requests that fit both, all go to the one that stands first in the file.",
                    "Both fit equally well by docs/routing.md. A move of lines, or of a file, would change who is served.",
                    "Give one of them a priority, or narrow one of them."),
            new DiagnosticKind(
                    "admin.listen",
                    Severity.ERROR,
                    "an address of the admin API that cannot be had",
                    "Nothing is served; the process ends.",
                    "Another program listens there, most often another gateway.",
                    "Give it another address with --admin 127.0.0.1:PORT (port 0 takes a free one), or none with "
                            + "--admin off."));

    /** What works, and may not be what was meant. */
    private static final List<DiagnosticKind> DOUBTS = List.of(
            warning(
                    "policy.unused",
                    "a named policy that no route uses",
                    "Requests pass without it.",
                    "A policy with a name acts only on routes that name it; without a name it acts on all.",
                    "Name it under policies of a route, remove the name for every route, or remove the policy."),
            warning(
                    "policy.no-effect",
                    "a change of requests where no backend gets them",
                    "The answer is the same as without the policy.",
                    "The policy changes what the backend is asked, and the route answers by itself. It is told only where "
                            + "no other policy of the route could see the change.",
                    "Remove it from the route; response-headers changes the fields of an answer."),
            warning(
                    "retry.unsafe",
                    "requests that must not be repeated are repeated",
                    "A request such as a payment may be carried out twice: the service did it, and the connection broke "
                            + "before its answer came.",
                    "POST and PATCH are not idempotent (RFC 9110 section 9.2.2). A request with an Idempotency-Key field is "
                            + "repeated also without unsafe. Upstreams with grpcStatuses are left out: their authors know "
                            + "which calls may be repeated.",
                    "Remove unsafe: true, let clients send Idempotency-Key, or narrow the route to methods that may be "
                            + "repeated."),
            warning(
                    "timeout.never-reached",
                    "a timeout that is longer than the one around it",
                    "The shorter one ends the request first; the longer one never does anything.",
                    "Waiting for one thing is part of waiting for the whole: connect and read lie within timeout and "
                            + "total, and a try within its read timeout.",
                    "Make the inner one shorter, or the outer one longer."),
            info(
                    "upstream.unused",
                    "an upstream that nothing is sent to",
                    "No request goes there. Where it has active health checks, its targets are probed all the same.",
                    "No route, stream, fallback, mirror or policy names it.",
                    "Remove it, or correct the name in the route that was meant."),
            warning(
                    "upstream.duplicate-target",
                    "a target that stands twice in an upstream",
                    "The second entry is ignored, with its weight and its labels.",
                    "A target is one address; its share is told by its weight.",
                    "Remove one of them; give the other the weight that is meant."),
            warning(
                    "upstream.probes-off",
                    "active health checks that never probe",
                    "Targets count as healthy whatever becomes of them, unless passive checks tell otherwise.",
                    "Both intervals, of healthy and of unhealthy targets, are 0, which means none.",
                    "Set an interval, or remove active."));

    /** What works, and lets others see or change what they should not. */
    private static final List<DiagnosticKind> SECURITY = List.of(
            warning(
                    "upstream.unverified",
                    "TLS to an upstream without verification",
                    "Whoever can take the place of the target on the network reads and changes requests and answers, "
                            + "credentials included.",
                    "Without verification TLS keeps out those who only listen (RFC 9110 section 4.3.4). Upstreams on the "
                            + "loopback interface are left out.",
                    "Remove verify: false; name the authority with ca, and the name in the certificate with serverName."),
            warning(
                    "listener.credentials-in-clear",
                    "credentials that clients send in the clear",
                    "Passwords, keys and tokens can be read, and used again, by whoever sees the packets.",
                    "The listener has no TLS, listens beyond the loopback interface, and serves a route that asks for "
                            + "such credentials (RFC 7617 section 4, RFC 6750 section 5.3). Listeners with trustedProxies "
                            + "or proxyProtocol are left out, since TLS ends in front of them as a rule.",
                    "Add tls to the listener, or redirectToHttps; name the proxies that end TLS under trustedProxies."),
            warning(
                    "host.in-clear",
                    "a host without TLS beside others that have it",
                    "What clients of the host send and get can be read and changed on the way.",
                    "A listener with TLS is there, but no route of the host takes requests from it, or only such in the clear. "
                            + "Where no listener has TLS, and on the loopback interface, nothing is said.",
                    "Let the host's routes take part on the listener with TLS, with a certificate for it, and redirect the others."),
            info(
                    "secret.literal",
                    "secrets that stand in the configuration",
                    "Requests are served. Whoever can read the file, its backups or its history has the secrets.",
                    "Configurations are copied, reviewed and kept in version control, where secrets do not belong.",
                    "Keep the file as a secret itself, or take the values from the environment or from files where its "
                            + "language has a form for that."));

    private CheckKinds() {}

    /** Those that this package and its command give. */
    static List<DiagnosticKind> own() {
        List<DiagnosticKind> own = new ArrayList<>(BUILDING);
        own.addAll(DOUBTS);
        own.addAll(SECURITY);
        return own;
    }

    /** Every kind that the program can give, with those of its dialects. */
    public static Catalogue catalogue(List<Dialect> dialects) {
        List<DiagnosticKind> all = new ArrayList<>(own());
        all.addAll(ModelKinds.ALL);
        all.addAll(ServerKinds.ALL);
        all.addAll(CaseKinds.ALL);
        all.addAll(PolicyKinds.ALL);
        dialects.forEach(dialect -> all.addAll(dialect.kinds()));
        return new Catalogue(all);
    }
}
