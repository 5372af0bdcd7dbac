package dev.sekisho.policy.mtls;

import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.identity.ClientIdentity;
import dev.sekisho.dataplane.identity.KnownConsumer;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.policy.Refusal;
import dev.sekisho.policy.Remembered;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds out about certificates, each once as a rule: what depends on nothing but the certificate is kept by its fingerprint.
 * Thread-safe.
 */
final class Judge {

    /** Certificates that are kept. */
    static final int MOST = 10_000;

    private final List<MtlsConfig.Name> identity;
    private final List<Pattern> allowed;
    private final Optional<ConsumerTable> consumers;
    private final Refusal invalid;
    private final Refusal forbidden = Refusal.of(Reason.FORBIDDEN, "forbidden", "");
    private final Remembered<String, Judgement> known = new Remembered<>(MOST);

    Judge(List<MtlsConfig.Name> identity, List<Pattern> allowed, Optional<ConsumerTable> consumers, String challenge) {
        this.identity = identity;
        this.allowed = allowed;
        this.consumers = consumers;
        this.invalid = Refusal.of(Reason.AUTH_INVALID, "invalid_certificate", challenge);
    }

    /** What is to be said of a certificate; allocates nothing where it was seen not long ago. */
    Judgement of(ClientIdentity certificate) {
        Judgement judgement = known.get(certificate.fingerprint());
        if (judgement == null) {
            judgement = judge(certificate);
            known.put(certificate.fingerprint(), judgement);
        }
        return judgement;
    }

    /** How many are kept; one of both ages counts twice. */
    int size() {
        return known.size();
    }

    private Judgement judge(ClientIdentity certificate) {
        Optional<String> name = Names.first(certificate, identity);
        if (name.isEmpty()) {
            String wanted = identity.stream().map(Object::toString).collect(Collectors.joining(", "));
            return new Judgement.Refused(invalid, who(certificate) + ": none of " + wanted + " in it");
        }
        if (!allowed.isEmpty() && allowed.stream().noneMatch(pattern -> pattern.describes(certificate))) {
            return new Judgement.Refused(forbidden, who(certificate) + ": described by no entry of allow");
        }
        Optional<KnownConsumer> consumer = consumers.flatMap(table -> table.find(certificate, name.get()));
        if (consumers.isPresent() && consumer.isEmpty()) {
            return new Judgement.Refused(invalid, who(certificate) + ": that of no consumer");
        }
        return new Judgement.Known(Principal.of(Mtls.NAME, name.get(), consumer, certificate));
    }

    /** The hash tells which one, in one line whatever its names are. */
    private static String who(ClientIdentity certificate) {
        return "certificate " + certificate.fingerprint();
    }
}
