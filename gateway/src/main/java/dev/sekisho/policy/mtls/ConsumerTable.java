package dev.sekisho.policy.mtls;

import dev.sekisho.dataplane.identity.ClientIdentity;
import dev.sekisho.dataplane.identity.Consumers;
import dev.sekisho.dataplane.identity.KnownConsumer;
import dev.sekisho.model.ConsumerCertificate;
import dev.sekisho.policy.FieldNames;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;

/** Whose certificate it is. Immutable, thread-safe. */
final class ConsumerTable {

    private final Consumers consumers;
    private final Map<String, KnownConsumer> fingerprints = new HashMap<>();
    private final Map<String, KnownConsumer> alternatives = new HashMap<>();
    private final Map<String, KnownConsumer> subjects = new HashMap<>();

    /**
     * That of these consumers.
     *
     * @throws IllegalArgumentException where a subject is no distinguished name
     */
    ConsumerTable(Consumers consumers) {
        this.consumers = consumers;
        for (Consumers.Holder<ConsumerCertificate> holder : consumers.certificates()) {
            ConsumerCertificate certificate = holder.credential();
            if (certificate.fingerprint().isPresent()) {
                fingerprints.put(certificate.normal(), holder.consumer());
            } else if (certificate.san().isPresent()) {
                alternatives.put(certificate.normal(), holder.consumer());
            } else {
                subject(certificate.normal(), holder.consumer());
            }
        }
    }

    /** Written in different ways, it may be that of another consumer. */
    private void subject(String text, KnownConsumer consumer) {
        String normal;
        try {
            normal = new X500Principal(text).getName(X500Principal.RFC2253);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    named(consumer, text) + " (expected: a distinguished name, such as CN=till,O=Shop)", e);
        }
        KnownConsumer other = subjects.put(normal, consumer);
        if (other != null) {
            throw new IllegalArgumentException(
                    named(consumer, text) + " (expected: one that no other entry has, but " + other.name() + " does)");
        }
    }

    private static String named(KnownConsumer consumer, String subject) {
        return "consumer " + consumer.name() + ": certificates.subject: " + FieldNames.printable(subject);
    }

    /** The consumer: by fingerprint, by a name of the subjectAltName in its order, by subject, or else of that name. */
    Optional<KnownConsumer> find(ClientIdentity certificate, String identity) {
        KnownConsumer pinned = fingerprints.get(certificate.fingerprint());
        return pinned != null
                ? Optional.of(pinned)
                : Stream.concat(Names.hosts(certificate).stream(), certificate.uris().stream())
                        .map(alternatives::get)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .or(() -> Optional.ofNullable(subjects.get(certificate.subject())))
                        .or(() -> consumers.named(identity));
    }
}
