package dev.sekisho.policy;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Tokens;
import dev.sekisho.dataplane.identity.ClientIdentity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of a field as a configuration gives it: plain text, with the placeholders {@code {clientAddress}},
 * {@code {requestId}}, {@code {host}} and {@code {path}}, and of the client's certificate {@code {certificateSubject}},
 * {@code {certificateName}} (CN), {@code {certificateDns}}, {@code {certificateSpiffe}} and {@code {certificateFingerprint}},
 * which are empty where it has shown none. {@code {{} stands for one brace; a brace that begins no
 * placeholder stands for itself, so that JSON needs no escapes. Nothing is ever evaluated.
 *
 * <p>Immutable, thread-safe; writing allocates nothing but for certificates.
 */
public final class FieldValue {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{|\\{([A-Za-z][A-Za-z0-9]*)\\}");

    private static final byte[] NOTHING = new byte[0];

    private sealed interface Part {
        record Text(byte[] bytes) implements Part {}

        record Slot(Placeholder of) implements Part {}
    }

    private enum Placeholder {
        CLIENT_ADDRESS("clientAddress"),
        REQUEST_ID("requestId"),
        HOST("host"),
        PATH("path"),
        CERTIFICATE_SUBJECT("certificateSubject"),
        CERTIFICATE_NAME("certificateName"),
        CERTIFICATE_DNS("certificateDns"),
        CERTIFICATE_SPIFFE("certificateSpiffe"),
        CERTIFICATE_FINGERPRINT("certificateFingerprint");

        private final String name;

        Placeholder(String name) {
            this.name = name;
        }

        boolean isOfCertificate() {
            return compareTo(CERTIFICATE_SUBJECT) >= 0;
        }

        byte[] bytes(Exchange x) {
            return this == CLIENT_ADDRESS
                    ? x.clientAddressText()
                    : x.request().headers().bytes();
        }

        byte[] certificate(Exchange x) {
            return x.clientCertificate().map(this::of).map(Ascii::bytes).orElse(NOTHING);
        }

        private String of(ClientIdentity who) {
            return switch (this) {
                case CERTIFICATE_SUBJECT -> ClientIdentity.ascii(who.subject());
                case CERTIFICATE_NAME -> ClientIdentity.ascii(who.commonName());
                case CERTIFICATE_DNS -> ClientIdentity.ascii(String.join(",", who.dnsNames()));
                case CERTIFICATE_SPIFFE -> ClientIdentity.ascii(who.spiffe());
                case CERTIFICATE_FINGERPRINT -> who.fingerprint();
                case CLIENT_ADDRESS, REQUEST_ID, HOST, PATH -> "";
            };
        }

        int start(Exchange x) {
            return switch (this) {
                case CLIENT_ADDRESS,
                        CERTIFICATE_SUBJECT,
                        CERTIFICATE_NAME,
                        CERTIFICATE_DNS,
                        CERTIFICATE_SPIFFE,
                        CERTIFICATE_FINGERPRINT -> 0;
                case REQUEST_ID -> x.requestIdStart();
                case HOST -> x.request().hostStart();
                case PATH -> x.request().pathStart();
            };
        }

        int end(Exchange x) {
            return switch (this) {
                case CLIENT_ADDRESS -> x.clientAddressText().length;
                case REQUEST_ID -> x.requestIdEnd();
                case HOST -> x.request().hostEnd();
                case PATH -> x.request().pathEnd();
                case CERTIFICATE_SUBJECT,
                        CERTIFICATE_NAME,
                        CERTIFICATE_DNS,
                        CERTIFICATE_SPIFFE,
                        CERTIFICATE_FINGERPRINT -> certificate(x).length;
            };
        }

        static Optional<Placeholder> named(String name) {
            return Arrays.stream(values()).filter(p -> p.name.equals(name)).findFirst();
        }
    }

    private final Part[] parts;

    private FieldValue(List<Part> parts) {
        this.parts = parts.toArray(Part[]::new);
    }

    /**
     * Reads a value.
     *
     * @param setting the setting that gives it, for the message
     * @throws IllegalArgumentException where it holds a control character, is not ASCII, begins or ends in white space, or
     *     names an unknown placeholder
     */
    public static FieldValue parse(String setting, String value) {
        plain(setting, value);
        List<Part> parts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        Matcher matcher = PLACEHOLDER.matcher(value);
        int from = 0;
        while (matcher.find()) {
            text.append(value, from, matcher.start());
            from = matcher.end();
            String name = matcher.group(1);
            if (name == null) {
                text.append('{');
                continue;
            }
            Placeholder placeholder = Placeholder.named(name).orElseThrow(() -> unknown(setting, name));
            flush(text, parts);
            parts.add(new Part.Slot(placeholder));
        }
        text.append(value, from, value.length());
        flush(text, parts);
        return new FieldValue(parts);
    }

    /**
     * Checks a value that has no placeholders, and gives it back.
     *
     * @throws IllegalArgumentException as {@link #parse}
     */
    public static String plain(String setting, String value) {
        for (char c : value.toCharArray()) {
            if ((c < ' ' && c != '\t') || c >= 0x7F) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "%s: %s (expected: ASCII without control characters, found U+%04X)",
                        setting,
                        FieldNames.printable(value),
                        (int) c));
            }
        }
        if (!value.equals(value.strip())) {
            throw new IllegalArgumentException(
                    setting + ": \"" + value + "\" (expected: no white space at either end, RFC 9110 section 5.5)");
        }
        return value;
    }

    private static IllegalArgumentException unknown(String setting, String name) {
        return new IllegalArgumentException(
                setting + ": {" + name + "} (expected: {clientAddress}, {requestId}, {host},"
                        + " {path} or one of the client's certificate, such as {certificateSubject}; variables of the route's path are not supported here; write {{ for a brace)");
    }

    private static void flush(StringBuilder text, List<Part> parts) {
        if (!text.isEmpty()) {
            parts.add(new Part.Text(Ascii.bytes(text.toString())));
            text.setLength(0);
        }
    }

    /** Adds a field of that name and this value to one of the heads of the exchange. */
    public void addTo(Headers headers, HeaderName name, Exchange x) {
        int length = 0;
        for (Part part : parts) {
            length += switch (part) {
                case Part.Text(byte[] bytes) -> bytes.length;
                case Part.Slot(Placeholder of) -> of.end(x) - of.start(x);
            };
        }
        int start = headers.begin(name, length);
        int from = headers.end();
        byte[] into = headers.bytes();
        int at = from;
        for (Part part : parts) {
            at = switch (part) {
                case Part.Text(byte[] bytes) -> put(into, at, bytes, 0, bytes.length);
                case Part.Slot(Placeholder of) when of.isOfCertificate() -> put(into, at, of.certificate(x));
                case Part.Slot(Placeholder of) -> put(into, at, of.bytes(x), of.start(x), of.end(x));
            };
        }
        if (!Tokens.isFieldValue(into, from, at)) {
            throw new IllegalStateException("value of " + name + ": control character (expected: none)");
        }
        headers.advance(at);
        headers.finish(name, start);
    }

    private static int put(byte[] into, int at, byte[] from) {
        return put(into, at, from, 0, from.length);
    }

    private static int put(byte[] into, int at, byte[] from, int start, int end) {
        System.arraycopy(from, start, into, at, end - start);
        return at + end - start;
    }
}
