package dev.sekisho.model;

import java.util.List;
import java.util.Optional;

/** Whether anybody asks clients for the certificates that {@code mtls} wants to see. */
final class CertificateChecks {

    private static final String MTLS = "mtls";

    private CertificateChecks() {}

    /** A warning where no listener asks: all that the policy could do is refuse. */
    static void check(Model model, List<Problem> problems) {
        if (model.listeners().stream().flatMap(l -> l.tls().stream()).noneMatch(CertificateChecks::asks)) {
            first(model)
                    .ifPresent(spec -> problems.add(new Problem(
                            spec.origin(),
                            "model.client-certificates",
                            "mtls: no listener asks clients for a certificate (expected: one with tls.clients)",
                            "add clients: { ca: FILE } to tls of a listener",
                            false)));
        }
    }

    private static boolean asks(ListenerTls tls) {
        return tls.clients().isPresent()
                || tls.certificates().stream()
                        .anyMatch(certificate -> certificate.clients().isPresent());
    }

    private static Optional<PolicySpec> first(Model model) {
        return ServingPolicies.of(model).stream()
                .filter(spec -> spec.type().equals(MTLS))
                .findFirst();
    }
}
