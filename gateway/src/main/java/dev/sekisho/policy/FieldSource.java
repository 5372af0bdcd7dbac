package dev.sekisho.policy;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.identity.ClientIdentity;
import dev.sekisho.dataplane.identity.Principal;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Where a part of a {@link FieldValue} comes from. Immutable, thread-safe. */
sealed interface FieldSource
        permits FieldSource.Text,
                FieldSource.OfRequest,
                FieldSource.OfCertificate,
                FieldSource.OfPrincipal,
                FieldSource.Claim,
                ClockText,
                ConnectionText,
                ExchangeNumber,
                ExchangePart,
                ExchangeText,
                RequestPart,
                RequestText,
                SentPart,
                UpstreamList {

    /** Writes it at the end of headers. Leaves room for two bytes more. */
    void put(Exchange x, Headers into);

    /** What it stands for, as it is: no form of fields. */
    String text(Exchange x);

    /** Whether it is a part of the path, in the path's normal form, which keeps its escapes where it becomes one again. */
    default boolean isPath() {
        return false;
    }

    /** Whether it stands in queries and locations as it is, with the marks and escapes that it has. */
    default boolean isOpen() {
        return false;
    }

    /** A part of the path as it stands in its normal form. */
    default String raw(Exchange x) {
        return text(x);
    }

    /** Whether its value, which is empty, is known to be so. */
    default boolean isKnownEmpty(Exchange x) {
        return false;
    }

    /** Whether it is known only once there is a response. */
    default boolean isOfResponse() {
        return false;
    }

    /** The source that a placeholder names. */
    static Optional<FieldSource> named(String name) {
        if (name.startsWith(Claim.PREFIX)) {
            return Optional.of(new Claim(ClaimPath.of("claim", name.substring(Claim.PREFIX.length()))));
        }
        int dot = name.indexOf('.');
        if (dot > 0) {
            return SentPart.named(name.substring(0, dot), name.substring(dot + 1))
                    .or(() -> Optional.of(RequestPart.named(name)));
        }
        return Stream.of(
                        OfRequest.values(),
                        ExchangePart.values(),
                        ExchangeNumber.values(),
                        ExchangeText.values(),
                        RequestText.values(),
                        ConnectionText.values(),
                        ClockText.values(),
                        UpstreamList.values(),
                        OfCertificate.values(),
                        OfPrincipal.values())
                .<FieldSource>flatMap(Arrays::stream)
                .filter(source -> source.toString().equals(name))
                .findFirst();
    }

    /**
     * Plain text.
     *
     * @param text as it is
     * @param bytes as bytes of a field
     */
    record Text(String text, byte[] bytes) implements FieldSource {

        Text(String text) {
            this(text, Ascii.bytes(text));
        }

        @Override
        public void put(Exchange x, Headers into) {
            copy(bytes, 0, bytes.length, into);
        }

        @Override
        public String text(Exchange x) {
            return text;
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
                case CLIENT_ADDRESS ->
                    copy(x.caller().addressText(), 0, x.caller().addressText().length, into);
                case REQUEST_ID -> copy(head, x.requestIdStart(), x.requestIdEnd(), into);
                case HOST -> copy(head, x.request().hostStart(), x.request().hostEnd(), into);
                case PATH -> copy(head, x.request().pathStart(), x.request().pathEnd(), into);
            }
        }

        @Override
        public String text(Exchange x) {
            return switch (this) {
                case CLIENT_ADDRESS ->
                    Ascii.string(x.caller().addressText(), 0, x.caller().addressText().length);
                case REQUEST_ID -> x.requestIdText();
                case HOST -> x.request().hostText();
                case PATH -> x.request().pathText();
            };
        }

        @Override
        public boolean isPath() {
            return this == PATH;
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
        FINGERPRINT("certificateFingerprint"),
        /** SUCCESS where it has shown one, which the gateway has verified then, else NONE: {@code $ssl_client_verify}. */
        VERIFY("certificateVerify");

        private final String name;

        OfCertificate(String name) {
            this.name = name;
        }

        @Override
        public void put(Exchange x, Headers into) {
            if (x.caller().certificate().isPresent() || this == VERIFY) {
                byte[] text = Ascii.bytes(text(x));
                copy(text, 0, text.length, into);
            }
        }

        @Override
        public String text(Exchange x) {
            return x.caller().certificate().map(this::of).orElse(this == VERIFY ? "NONE" : "");
        }

        private String of(ClientIdentity who) {
            return switch (this) {
                case SUBJECT -> ClientIdentity.ascii(who.subject());
                case COMMON_NAME -> FieldText.of(who.commonName()); // has no escapes of its own, unlike a subject
                case DNS -> ClientIdentity.ascii(String.join(",", who.dnsNames()));
                case SPIFFE -> ClientIdentity.ascii(who.spiffe());
                case FINGERPRINT -> who.fingerprint();
                case VERIFY -> "SUCCESS";
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
        public String text(Exchange x) {
            Principal who = x.principal();
            return switch (this) {
                case CONSUMER -> who.consumerName();
                case SUBJECT -> who.subject();
                case PLAN -> who.plan();
                case GROUPS -> String.join(",", new TreeSet<>(who.groups()));
                case SCOPES -> String.join(" ", new TreeSet<>(who.scopes()));
                case METHOD -> who.method();
                case CREDENTIAL -> who.credential();
            };
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

        @Override
        public String text(Exchange x) {
            return String.join(",", path.texts(x.principal().claims()));
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

    /** Copies a range behind the end. */
    static void copy(byte[] from, int start, int end, Headers into) {
        into.reserve(end - start + 2);
        System.arraycopy(from, start, into.bytes(), into.end(), end - start);
        into.advance(into.end() + end - start);
    }
}
