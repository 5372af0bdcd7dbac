package dev.sekisho.policy;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.text.SecretNames;
import dev.sekisho.policy.FieldSource.OfRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;

/**
 * One placeholder of {@link FieldValue} by itself, for those who write values in a form of their own. Immutable, thread-safe; asking and
 * writing allocate nothing, but for {@link #text}.
 */
public final class Placeholder {

    /** Bytes of the longest number. */
    public static final int LONGEST_NUMBER = ExchangeNumber.LONGEST;

    /** What the value of a placeholder is, before any form is given to it. */
    public enum Kind {
        /** A JSON number; {@link #number}. */
        NUMBER,
        /** The target without its secrets: a range of the request's head, {@link RequestHead#shownStart}. */
        TARGET,
        /** The query as the client sent it, a range of the request's head. */
        QUERY,
        /** The time that {@link #millis} tells. */
        TIME,
        /** Bytes, as they came; {@link #bytes}. */
        BYTES,
        /** A text; {@link #text}. */
        TEXT
    }

    /** A part of a text with placeholders. */
    public sealed interface Part {

        /** What stands there for every exchange. */
        record Fixed(String text) implements Part {}

        /** A placeholder of the exchange. */
        record Known(Placeholder placeholder) implements Part {}

        /** One of those that the caller has named. */
        record Own(String name) implements Part {}
    }

    private final FieldSource source;
    private final Kind kind;

    private Placeholder(FieldSource source) {
        this.source = source;
        this.kind = kind(source);
    }

    private static Kind kind(FieldSource source) {
        return switch (source) {
            case ExchangeNumber _ -> Kind.NUMBER;
            case ExchangePart part ->
                switch (part) {
                    case STATUS -> Kind.NUMBER;
                    case QUERY -> Kind.QUERY;
                    case METHOD, SCHEME -> Kind.BYTES;
                    case SEARCH, ROUTE, SERVICE -> Kind.TEXT;
                };
            case ExchangeText text ->
                switch (text) {
                    case TARGET -> Kind.TARGET;
                    case START_TIME, TIME -> Kind.TIME;
                    case UPSTREAM_ADDRESS, REASON -> Kind.BYTES;
                    case PROTOCOL, TLS_VERSION, TLS_CIPHER, TLS_SERVER_NAME -> Kind.TEXT;
                };
            case RequestText text -> text == RequestText.REQUEST_TARGET ? Kind.TARGET : Kind.TEXT;
            case OfRequest _, RequestPart.Field _, SentPart.Field _, ClockText _, UpstreamList _ -> Kind.BYTES;
            default -> Kind.TEXT;
        };
    }

    /**
     * The parts of a text in their order.
     *
     * @param setting the setting that gives it, for the message
     * @param own placeholders of the caller's own
     * @throws IllegalArgumentException where it names an unknown placeholder
     */
    public static List<Part> parts(String setting, String text, Set<String> own) {
        List<Part> parts = new ArrayList<>();
        StringBuilder fixed = new StringBuilder();
        Matcher matcher = FieldValue.PLACEHOLDER.matcher(text);
        int from = 0;
        while (matcher.find()) {
            fixed.append(text, from, matcher.start());
            from = matcher.end();
            String name = matcher.group(1);
            if (name == null) {
                fixed.append('{');
                continue;
            }
            flush(fixed, parts);
            parts.add(
                    own.contains(name)
                            ? new Part.Own(name)
                            : new Part.Known(new Placeholder(
                                    FieldSource.named(name).orElseThrow(() -> FieldValue.unknown(setting, name)))));
        }
        flush(fixed.append(text, from, text.length()), parts);
        return parts;
    }

    private static void flush(StringBuilder fixed, List<Part> parts) {
        if (!fixed.isEmpty()) {
            parts.add(new Part.Fixed(fixed.toString()));
            fixed.setLength(0);
        }
    }

    /** What its value is. */
    public Kind kind() {
        return kind;
    }

    /** Whether it is a credential or holds some: a cookie, a field or parameter whose name tells of a secret, {@code {search}}. */
    public boolean isSecret() {
        return switch (source) {
            case RequestPart.Cookie _, SentPart.AnyCaseCookie _ -> true;
            case RequestPart.Field field -> isSecret(Ascii.bytes(field.name().toString()));
            case SentPart.Field field -> isSecret(Ascii.bytes(field.name().toString()));
            case SentPart.Argument argument -> isSecret(Ascii.bytes(argument.name()));
            case RequestPart.Parameter parameter -> isSecret(parameter.name());
            case ExchangePart part -> part == ExchangePart.SEARCH; // the query and the target are told without secrets
            default -> false;
        };
    }

    private static boolean isSecret(byte[] name) {
        return new SecretNames().isSecret(name, 0, name.length);
    }

    /** Whether its value is known where it is empty: it was sent so, or is a variable. */
    public boolean isKnownEmpty(Exchange x) {
        return source.isKnownEmpty(x);
    }

    /** The name of the field of a head that it stands for, in lower case; empty where it stands for something else. */
    public String field() {
        return source instanceof RequestPart.Field field
                ? field.name().toString().toLowerCase(Locale.ROOT)
                : "";
    }

    /** Writes the number; returns the end, which is the beginning where it is not known. */
    public int number(Exchange x, byte[] into, int at) {
        return source instanceof ExchangeNumber number
                ? number.write(x, into, at)
                : Ascii.putDecimal(into, at, x.finalStatus());
    }

    /** The time, milliseconds since 1970. */
    public long millis(Exchange x) {
        return source instanceof ExchangeText text ? text.millis(x) : 0;
    }

    /** Writes the bytes at the end of headers. */
    public void bytes(Exchange x, Headers into) {
        source.put(x, into);
    }

    /** The text. */
    public String text(Exchange x) {
        return source.text(x);
    }
}
