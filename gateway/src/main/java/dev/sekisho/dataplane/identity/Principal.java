package dev.sekisho.dataplane.identity;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who sends a request, as a policy of authentication has found out. Immutable and thread-safe, so that one may be kept and
 * shared by many requests with the same credential.
 *
 * @param method type of the policy that knows it, such as {@code jwt}; empty where nobody is known
 * @param subject who it is: the {@code sub} of a token, a user name, the name of a certificate; empty where nobody is known
 * @param consumer the configured consumer behind it, if there is one
 * @param credential what stands for the credential in logs and counters, and gives nothing of it away; empty for none
 * @param groups groups and roles
 * @param scopes what a token allows (RFC 6749 section 3.3)
 * @param claims of a token or of an introspection, as JSON values: String, Number, Boolean, List and Map
 * @param certificate the client's certificate, where it was that which told who it is
 */
public record Principal(
        String method,
        String subject,
        Optional<KnownConsumer> consumer,
        String credential,
        Set<String> groups,
        Set<String> scopes,
        Map<String, Object> claims,
        Optional<ClientIdentity> certificate) {

    /** Nobody that is known. */
    public static final Principal NOBODY = new Principal("", "", Optional.empty(), "", Set.of(), Set.of(), Map.of());

    /** Copies what may change. */
    public Principal {
        groups = Set.copyOf(groups);
        scopes = Set.copyOf(scopes);
        claims = Map.copyOf(claims);
    }

    /** Someone who is not known by a certificate. */
    public Principal(
            String method,
            String subject,
            Optional<KnownConsumer> consumer,
            String credential,
            Set<String> groups,
            Set<String> scopes,
            Map<String, Object> claims) {
        this(method, subject, consumer, credential, groups, scopes, claims, Optional.empty());
    }

    /** Someone by whom nothing else is known than that. */
    public static Principal of(String method, String subject) {
        return new Principal(method, subject, Optional.empty(), "", Set.of(), Set.of(), Map.of());
    }

    /** A consumer with its groups, known by a credential of its own. */
    public static Principal of(String method, String subject, KnownConsumer consumer, String credential) {
        return new Principal(method, subject, Optional.of(consumer), credential, consumer.groups(), Set.of(), Map.of());
    }

    /** Someone known by a certificate, with the groups of the consumer where there is one. */
    public static Principal of(
            String method, String subject, Optional<KnownConsumer> consumer, ClientIdentity certificate) {
        Set<String> groups = consumer.map(KnownConsumer::groups).orElse(Set.of());
        return new Principal(
                method,
                subject,
                consumer,
                certificate.fingerprint(),
                groups,
                Set.of(),
                Map.of(),
                Optional.of(certificate));
    }

    /** Whether somebody is known. */
    public boolean isKnown() {
        return !method.isEmpty();
    }

    /** Name of the consumer; empty where there is none. */
    public String consumerName() {
        return consumer.isPresent() ? consumer.get().name() : ""; // map would allocate
    }

    /** Name of the consumer's plan; empty where there is none. */
    public String plan() {
        return consumer.flatMap(KnownConsumer::plan).orElse("");
    }
}
