package dev.sekisho.policy;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.PercentText;
import dev.sekisho.dataplane.Tokens;
import dev.sekisho.policy.FieldNames.Head;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text of a configuration with placeholders, which policies write into fields, queries, paths and bodies. Of the request {@code
 * {method}}, {@code {scheme}}, {@code {host}}, {@code {path}}, {@code {query}}, {@code {search}} (with its question mark), {@code {clientAddress}}, {@code {requestId}}, {@code
 * {path.NAME}} (a variable of the route's path), {@code {query.NAME}}, {@code {header.NAME}} and {@code {cookie.NAME}}; {@code {route}}
 * and {@code {service}}; of the response {@code {status}} and {@code {responseHeader.NAME}}; sizes, times and more of the exchange, named by
 * {@link ExchangeNumber} and {@link ExchangeText}; what nginx has variables for, named by {@link RequestText}, {@link ConnectionText},
 * {@link ClockText}, {@link UpstreamList} and {@link SentPart}; of the client's certificate {@code
 * {certificateSubject}}, {@code {certificateName}} (CN), {@code {certificateDns}}, {@code {certificateSpiffe}} and {@code
 * {certificateFingerprint}}; of the client that a policy knows {@code {consumer}}, {@code {subject}}, {@code {plan}}, {@code {groups}},
 * {@code {scopes}}, {@code {authMethod}}, {@code {credential}} and {@code {claim.NAME}}; {@code {var.NAME}}, a variable, and {@code
 * {capture.N}}, a group of the last expression that matched in a variable or in steps. What is not known is empty. {@code {{} stands for
 * one brace; a brace that begins no placeholder stands for itself, so that JSON needs no escapes. Nothing is ever evaluated.
 *
 * <p>Immutable, thread-safe; writing a field allocates nothing but for certificates, lists, claims, parameters of the query and texts
 * that are not plain ({@link FieldText}).
 */
public final class FieldValue {

    static final Pattern PLACEHOLDER = Pattern.compile(
            "\\{\\{|\\{([A-Za-z][A-Za-z0-9]*|(?:claim|path|query|header|cookie|responseHeader|var|capture|arg|cookieAnyCase|clientHeader|upstreamHeader)\\.[^{}\\s]+)\\}");

    private final FieldSource[] parts;
    private final byte @Nullable [] plain; // the value where it is the same for every request and may be one of a field

    private FieldValue(List<FieldSource> parts) {
        this.parts = parts.toArray(FieldSource[]::new);
        byte[] fixed = parts.size() == 1 && parts.getFirst() instanceof FieldSource.Text text ? text.bytes() : null;
        this.plain = fixed != null && Tokens.isFieldValue(fixed, 0, fixed.length) ? fixed : null;
    }

    /**
     * Reads a value that is written while there is no response yet.
     *
     * @param setting the setting that gives it, for the message
     * @throws IllegalArgumentException where it holds a control character, is not ASCII, begins or ends in white space, or
     *     names an unknown placeholder
     */
    public static FieldValue parse(String setting, String value) {
        return parse(setting, value, Head.REQUEST);
    }

    /** The same; placeholders of the response are known where {@code head} is one. */
    public static FieldValue parse(String setting, String value, Head head) {
        return template(setting, plain(setting, value), head);
    }

    /**
     * Reads a text of any characters, for places other than fields.
     *
     * @throws IllegalArgumentException where it names an unknown placeholder
     */
    public static FieldValue template(String setting, String value, Head head) {
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
            if (head == Head.REQUEST && source.isOfResponse()) {
                throw new IllegalArgumentException(
                        setting + ": {" + name + "} (expected: only in settings of responses; there is none yet)");
            }
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
                setting + ": {" + FieldNames.printable(name) + "} (expected: {clientAddress}, {requestId}, {host},"
                        + " {path}, {method}, {scheme}, {query}, {search}, {route},"
                        + " {service}, {startTime}, {target}, {protocol} and others of the exchange, {path.NAME} (a variable of the route's"
                        + " path), {query.NAME}, {header.NAME}, {cookie.NAME}, in"
                        + " responses {status} and {responseHeader.NAME}, one of"
                        + " the client's certificate, such as"
                        + " {certificateSubject}, or one of the known client:"
                        + " {consumer}, {subject}, {plan}, {groups}, {scopes},"
                        + " {authMethod}, {credential}, {claim.NAME}, or"
                        + " {var.NAME} or {capture.NUMBER}; write {{ for a"
                        + " brace)");
    }

    private static void flush(StringBuilder text, List<FieldSource> parts) {
        if (!text.isEmpty()) {
            parts.add(new FieldSource.Text(text.toString()));
            text.setLength(0);
        }
    }

    /** The value where it is the same for every request. */
    public Optional<String> fixed() {
        if (parts.length == 0) {
            return Optional.of("");
        }
        return parts.length == 1 && parts[0] instanceof FieldSource.Text text
                ? Optional.of(text.text())
                : Optional.empty();
    }

    /** Writes the value alone at the end of headers, for those who take it from there. */
    public void write(Headers into, Exchange x) {
        for (FieldSource part : parts) {
            part.put(x, into);
        }
    }

    /** Whether nothing of it depends on the exchange. */
    public boolean isFixed() {
        for (FieldSource part : parts) {
            if (!(part instanceof FieldSource.Text)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a part of it is what a policy knows of the client, so that it is empty where nobody is known. */
    public boolean isOfPrincipal() {
        for (FieldSource part : parts) {
            if (part instanceof FieldSource.OfPrincipal || part instanceof FieldSource.Claim) {
                return true;
            }
        }
        return false;
    }

    /** Whether nothing of it is left where nobody is known. */
    public boolean isOfPrincipalAlone() {
        for (FieldSource part : parts) {
            if (!(part instanceof FieldSource.OfPrincipal || part instanceof FieldSource.Claim)) {
                return false;
            }
        }
        return parts.length > 0;
    }

    /** The text with its placeholders filled in, each as it is. */
    public String text(Exchange x) {
        return text(x, UnaryOperator.identity());
    }

    /** The text with its placeholders filled in, each in that form; what the configuration itself says stays as it is. */
    public String text(Exchange x, UnaryOperator<String> form) {
        StringBuilder text = new StringBuilder();
        for (FieldSource part : parts) {
            text.append(part instanceof FieldSource.Text plain ? plain.text() : form.apply(part.text(x)));
        }
        return text.toString();
    }

    /**
     * The text as a path: parts of the request's path with the escapes that they have, all else as percent-encoded UTF-8, slashes included,
     * so that it is one segment (RFC 3986 section 3.3).
     */
    public String path(Exchange x) {
        StringBuilder text = new StringBuilder();
        for (FieldSource part : parts) {
            text.append(
                    part instanceof FieldSource.Text plain
                            ? plain.text()
                            : part.isPath() ? part.raw(x) : PercentText.of(part.text(x)));
        }
        return text.toString();
    }

    /** The text as a query: parts of path and query, variables and captures as they are, all else as percent-encoded UTF-8. */
    public String query(Exchange x) {
        StringBuilder text = new StringBuilder();
        for (FieldSource part : parts) {
            boolean open = part instanceof FieldSource.Text || part.isOpen();
            text.append(open ? part.text(x) : part.isPath() ? part.raw(x) : PercentText.of(part.text(x)));
        }
        return SafeText.ofQuery(text.toString());
    }

    /** The text as a location: all parts as they are, but for what must not stand in one, which becomes percent-encoded UTF-8. */
    public String location(Exchange x) {
        StringBuilder text = new StringBuilder();
        for (FieldSource part : parts) {
            boolean open = part instanceof FieldSource.Text || part.isOpen();
            text.append(open ? part.text(x) : part.isPath() ? part.raw(x) : SafeText.ofPath(part.text(x)));
        }
        return SafeText.ofField(text.toString());
    }

    /** Adds a field of that name and this value to one of the heads of the exchange. */
    public void addTo(Headers headers, HeaderName name, Exchange x) {
        if (plain != null) {
            headers.addChecked(name, plain, 0, plain.length);
        } else {
            addTo(headers, name, x, 0, 0);
        }
    }

    /** The same behind what another field of the head has there, with a comma between them where that is not empty. */
    void addTo(Headers headers, HeaderName name, Exchange x, int start, int end) {
        int line = headers.begin(name, end - start + 2);
        int from = headers.end();
        if (end > start) {
            FieldSource.copy(headers.bytes(), start, end, headers);
            FieldSource.copy(SentPart.COMMA, 0, SentPart.COMMA.length, headers);
        }
        write(headers, x);
        if (!Tokens.isFieldValue(headers.bytes(), from, headers.end())) {
            headers.advance(line);
            throw new IllegalStateException("value of " + name + ": control character (expected: none)");
        }
        headers.finish(name, line);
    }
}
