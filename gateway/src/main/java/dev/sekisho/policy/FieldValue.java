package dev.sekisho.policy;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of a field as a configuration gives it: plain text with placeholders. Of the request {@code {clientAddress}},
 * {@code {requestId}}, {@code {host}} and {@code {path}}; of the client's certificate {@code {certificateSubject}},
 * {@code {certificateName}} (CN), {@code {certificateDns}}, {@code {certificateSpiffe}} and {@code {certificateFingerprint}}; of
 * the client that a policy knows {@code {consumer}}, {@code {subject}}, {@code {plan}}, {@code {groups}}, {@code {scopes}},
 * {@code {authMethod}}, {@code {credential}} and {@code {claim.NAME}}. What is not known is empty. {@code {{} stands for one
 * brace; a brace that begins no placeholder stands for itself, so that JSON needs no escapes. Nothing is ever evaluated.
 *
 * <p>Immutable, thread-safe; writing allocates nothing but for certificates, lists, claims and texts that are not plain
 * ({@link FieldText}).
 */
public final class FieldValue {

    static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{|\\{([A-Za-z][A-Za-z0-9]*|claim\\.[^{}\\s]+)\\}");

    private final FieldSource[] parts;

    private FieldValue(List<FieldSource> parts) {
        this.parts = parts.toArray(FieldSource[]::new);
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
        List<FieldSource> parts = new ArrayList<>();
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
            FieldSource source = FieldSource.named(name).orElseThrow(() -> unknown(setting, name));
            flush(text, parts);
            parts.add(source);
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

    static IllegalArgumentException unknown(String setting, String name) {
        return new IllegalArgumentException(
                setting + ": {" + name + "} (expected: {clientAddress}, {requestId}, {host},"
                        + " {path}, one of the client's certificate, such as {certificateSubject}, or one of the known client:"
                        + " {consumer}, {subject}, {plan}, {groups}, {scopes}, {authMethod}, {credential}, {claim.NAME}; variables of the route's path are not supported here; write {{ for a brace)");
    }

    private static void flush(StringBuilder text, List<FieldSource> parts) {
        if (!text.isEmpty()) {
            parts.add(new FieldSource.Text(Ascii.bytes(text.toString())));
            text.setLength(0);
        }
    }

    /** The value where it is the same for every request. */
    public Optional<String> fixed() {
        if (parts.length == 0) {
            return Optional.of("");
        }
        return parts.length == 1 && parts[0] instanceof FieldSource.Text text
                ? Optional.of(Ascii.string(text.bytes(), 0, text.bytes().length))
                : Optional.empty();
    }

    /** Writes the value alone at the end of headers, for those who take it from there. */
    public void write(Headers into, Exchange x) {
        for (FieldSource part : parts) {
            part.put(x, into);
        }
    }

    /** Adds a field of that name and this value to one of the heads of the exchange. */
    public void addTo(Headers headers, HeaderName name, Exchange x) {
        int start = headers.begin(name, 0);
        int from = headers.end();
        write(headers, x);
        if (!Tokens.isFieldValue(headers.bytes(), from, headers.end())) {
            headers.advance(start);
            throw new IllegalStateException("value of " + name + ": control character (expected: none)");
        }
        headers.finish(name, start);
    }
}
