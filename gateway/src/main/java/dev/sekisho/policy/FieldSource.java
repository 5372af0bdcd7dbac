package dev.sekisho.policy;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.identity.ClientIdentity;
import dev.sekisho.dataplane.identity.Principal;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a part of a {@link FieldValue} comes from. Immutable, thread-safe. */
sealed interface FieldSource {

    /** Writes it at the end of headers. Leaves room for two bytes more. */
    void put(Exchange x, Headers into);

    /** The source that a placeholder names. */
    static Optional<FieldSource> named(String name) {
        if (name.startsWith(Claim.PREFIX)) {
            return Optional.of(new Claim(ClaimPath.of("claim", name.substring(Claim.PREFIX.length()))));
        }
        return Stream.of(OfRequest.values(), OfCertificate.values(), OfPrincipal.values())
                .<FieldSource>flatMap(Arrays::stream)
                .filter(source -> source.toString().equals(name))
                .findFirst();
    }

    /** Plain text. */
    record Text(byte[] bytes) implements FieldSource {
        @Override
        public void put(Exchange x, Headers into) {
            copy(bytes, 0, bytes.length, into);
        }
    }

    /** A part of the request; its parser has let no control through. */
    enum OfRequest implements FieldSource {
        CLIENT_ADDRESS("clientAddress"),
        REQUEST_ID("requestId"),
        HOST("host"),
        PATH("path");

        private final String name;

        OfRequest(String name) {
            this.name = name;
        }

        @Override
        public void put(Exchange x, Headers into) {
            byte[] head = x.request().headers().bytes();
            switch (this) {
                case CLIENT_ADDRESS -> copy(x.clientAddressText(), 0, x.clientAddressText().length, into);
                case REQUEST_ID -> copy(head, x.requestIdStart(), x.requestIdEnd(), into);
                case HOST -> copy(head, x.request().hostStart(), x.request().hostEnd(), into);
                case PATH -> copy(head, x.request().pathStart(), x.request().pathEnd(), into);
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** A name in the client's certificate; nothing where it has shown none. */
    enum OfCertificate implements FieldSource {
        SUBJECT("certificateSubject"),
        COMMON_NAME("certificateName"),
        DNS("certificateDns"),
        SPIFFE("certificateSpiffe"),
        FINGERPRINT("certificateFingerprint");

        private final String name;

        OfCertificate(String name) {
            this.name = name;
        }

        @Override
        public void put(Exchange x, Headers into) {
            if (x.clientCertificate().isPresent()) {
                byte[] text = Ascii.bytes(of(x.clientCertificate().get()));
                copy(text, 0, text.length, into);
            }
        }

        private String of(ClientIdentity who) {
            return switch (this) {
                case SUBJECT -> ClientIdentity.ascii(who.subject());
                case COMMON_NAME -> FieldText.of(who.commonName()); // has no escapes of its own, unlike a subject
                case DNS -> ClientIdentity.ascii(String.join(",", who.dnsNames()));
                case SPIFFE -> ClientIdentity.ascii(who.spiffe());
                case FINGERPRINT -> who.fingerprint();
            };
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** What is known of the client; nothing where nobody is known. */
    enum OfPrincipal implements FieldSource {
        CONSUMER("consumer"),
        SUBJECT("subject"),
        PLAN("plan"),
        GROUPS("groups"),
        SCOPES("scopes"),
        METHOD("authMethod"),
        CREDENTIAL("credential");

        private final String name;

        OfPrincipal(String name) {
            this.name = name;
        }

        @Override
        public void put(Exchange x, Headers into) {
            Principal who = x.principal();
            switch (this) {
                case CONSUMER -> FieldText.put(who.consumerName(), into);
                case SUBJECT -> FieldText.put(who.subject(), into);
                case PLAN -> FieldText.put(who.plan(), into);
                case GROUPS -> list(who.groups(), ',', into);
                case SCOPES -> list(who.scopes(), ' ', into);
                case METHOD -> FieldText.put(who.method(), into);
                case CREDENTIAL -> FieldText.put(who.credential(), into);
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** A claim; nothing where it is not there. */
    record Claim(ClaimPath path) implements FieldSource {

        static final String PREFIX = "claim.";

        @Override
        public void put(Exchange x, Headers into) {
            encoded(path.field(x.principal().claims()), into);
        }
    }

    private static void list(Collection<String> texts, char separator, Headers into) {
        if (!texts.isEmpty()) {
            encoded(FieldText.of(texts.stream().sorted().toList(), separator), into); // sets have no order of their own
        }
    }

    private static void encoded(String text, Headers into) {
        byte[] bytes = Ascii.bytes(text);
        copy(bytes, 0, bytes.length, into);
    }

    private static void copy(byte[] from, int start, int end, Headers into) {
        into.reserve(end - start + 2);
        System.arraycopy(from, start, into.bytes(), into.end(), end - start);
        into.advance(into.end() + end - start);
    }
}
