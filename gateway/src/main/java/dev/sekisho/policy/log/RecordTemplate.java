package dev.sekisho.policy.log;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.text.JsonText;
import dev.sekisho.model.JsonValue;
import dev.sekisho.model.LogEscape;
import dev.sekisho.model.Secret;
import dev.sekisho.policy.FieldNames;
import dev.sekisho.policy.Placeholder;
import dev.sekisho.policy.Placeholder.Part;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a record holds: a line of text, or JSON with placeholders in its texts. A text that is nothing but the placeholder of a number becomes a number,
 * null where it is not known; one that is nothing but {@code {requestHeaders}} or {@code {responseHeaders}} an object. Immutable,
 * thread-safe.
 */
final class RecordTemplate {

    /** Bytes that the configuration itself may say. */
    static final int LONGEST_FIXED = 8 << 10;

    /** Placeholders that a record may have. */
    static final int MOST_PLACEHOLDERS = 128;

    private static final String REQUEST_HEADERS = "requestHeaders";
    private static final String RESPONSE_HEADERS = "responseHeaders";
    private static final Set<String> OWN = Set.of(REQUEST_HEADERS, RESPONSE_HEADERS);

    /** A piece of a record. */
    private sealed interface Piece {

        void write(Exchange x, HeadFields heads, Pen pen);

        record Raw(byte[] text) implements Piece {
            @Override
            public void write(Exchange x, HeadFields heads, Pen pen) {
                pen.raw(text);
            }
        }

        record Figure(Placeholder placeholder) implements Piece {
            @Override
            public void write(Exchange x, HeadFields heads, Pen pen) {
                pen.number(placeholder, x);
            }
        }

        record Value(Placeholder placeholder) implements Piece {
            @Override
            public void write(Exchange x, HeadFields heads, Pen pen) {
                pen.value(placeholder, x);
            }
        }

        /** In a line what is not known has a sign of its own; what was sent empty, and a variable, is known. */
        record InLine(Placeholder placeholder, LogEscape escape, byte[] unknown) implements Piece {
            @Override
            public void write(Exchange x, HeadFields heads, Pen pen) {
                int before = pen.length();
                pen.value(placeholder, x, escape);
                if (pen.length() == before && !placeholder.isKnownEmpty(x)) {
                    pen.raw(unknown);
                }
            }
        }

        record Head(boolean ofResponse) implements Piece {
            @Override
            public void write(Exchange x, HeadFields heads, Pen pen) {
                heads.write(ofResponse ? x.response().headers() : x.request().headers(), pen);
            }
        }
    }

    private final List<Piece> pieces = new ArrayList<>();
    private final StringBuilder json = new StringBuilder(); // of the next piece
    private int fixed;
    private int placeholders;

    private final Optional<LineFormConfig> line; // none: JSON

    private RecordTemplate(Optional<LineFormConfig> line) {
        this.line = line;
    }

    /**
     * That of settings.
     *
     * @throws IllegalArgumentException where a text names an unknown placeholder or a credential, or it is too large
     */
    static RecordTemplate of(Map<String, JsonValue> fields) {
        RecordTemplate template = new RecordTemplate(Optional.empty());
        template.members("fields", fields);
        return template.bounded("fields");
    }

    /**
     * A line of text; its values are escaped, so that none can end the line.
     *
     * @param setting the setting that gives it, for messages
     * @throws IllegalArgumentException as {@link #of}, and where it is not printable
     */
    static RecordTemplate line(String setting, String text, LineFormConfig form) {
        boolean ascii = form.escape() == LogEscape.JSON;
        if (!text.matches(ascii ? "[\\t -~]+" : "[\\t\\P{Cntrl}]+")) {
            throw new IllegalArgumentException(setting + ": " + FieldNames.printable(text) + " (expected: printable "
                    + (ascii ? "ASCII" : "text") + " in one line)");
        }
        RecordTemplate template = new RecordTemplate(Optional.of(form));
        template.parts(setting, text, Placeholder.parts(setting, text, OWN));
        return template.bounded(setting);
    }

    private RecordTemplate bounded(String setting) {
        flush();
        if (fixed > LONGEST_FIXED || placeholders > MOST_PLACEHOLDERS) {
            throw new IllegalArgumentException(setting + ": " + fixed + " bytes and " + placeholders
                    + " placeholders (expected: at most " + LONGEST_FIXED + " bytes and " + MOST_PLACEHOLDERS
                    + " placeholders)");
        }
        return this;
    }

    private void value(String setting, JsonValue value) {
        switch (value) {
            case JsonValue.Literal(String literal) -> json.append(literal);
            case JsonValue.Text(String text) -> text(setting, text);
            case JsonValue.Members(Map<String, JsonValue> members) -> members(setting, members);
            case JsonValue.Array(List<JsonValue> elements) -> {
                json.append('[');
                for (int i = 0; i < elements.size(); i++) {
                    json.append(i == 0 ? "" : ",");
                    value(setting + "[" + i + "]", elements.get(i));
                }
                json.append(']');
            }
        }
    }

    private void members(String setting, Map<String, JsonValue> members) {
        json.append('{');
        boolean first = true;
        for (Map.Entry<String, JsonValue> member : members.entrySet()) {
            json.append(first ? "\"" : ",\"").append(escape(member.getKey())).append("\":");
            first = false;
            value(setting + "." + member.getKey(), member.getValue());
        }
        json.append('}');
    }

    private void text(String setting, String text) {
        List<Part> parts = Placeholder.parts(setting, text, OWN);
        if (parts.size() == 1 && alone(parts.getFirst())) {
            return;
        }
        json.append('"');
        parts(setting, text, parts);
        json.append('"');
    }

    private void parts(String setting, String text, List<Part> parts) {
        for (Part part : parts) {
            switch (part) {
                case Part.Fixed(String plain) -> json.append(line.isPresent() ? plain : escape(plain));
                case Part.Known(Placeholder placeholder) -> known(setting, text, placeholder);
                case Part.Own(String name) ->
                    throw new IllegalArgumentException(
                            setting + ": {" + name + "} within a text (expected: nothing beside it)");
            }
        }
    }

    /** Whether it is a value of its own, and no string. */
    private boolean alone(Part part) {
        return switch (part) {
            case Part.Fixed _ -> false;
            case Part.Own(String name) -> {
                add(new Piece.Head(name.equals(RESPONSE_HEADERS)));
                yield true;
            }
            case Part.Known(Placeholder placeholder) -> {
                boolean number = placeholder.kind() == Placeholder.Kind.NUMBER;
                if (number) {
                    add(new Piece.Figure(placeholder));
                }
                yield number;
            }
        };
    }

    private void known(String setting, String text, Placeholder placeholder) {
        if (!placeholder.isSecret()) {
            add(value(placeholder));
        } else if (line.filter(LineFormConfig::redactSecrets).isPresent()) {
            json.append(Secret.REDACTED);
        } else {
            throw new IllegalArgumentException(setting + ": " + text
                    + " (expected: nothing whose name tells of a secret; logs hold no credentials)");
        }
    }

    private Piece value(Placeholder placeholder) {
        return line.<Piece>map(form -> new Piece.InLine(placeholder, form.escape(), bytes(form.unknown())))
                .orElseGet(() -> new Piece.Value(placeholder));
    }

    private void add(Piece piece) {
        flush();
        pieces.add(piece);
        placeholders++;
    }

    private void flush() {
        if (!json.isEmpty()) {
            byte[] bytes = bytes(json.toString());
            fixed += bytes.length;
            pieces.add(new Piece.Raw(bytes));
            json.setLength(0);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String escape(String text) {
        byte[] bytes = new byte[text.length() * JsonText.WORST];
        return Ascii.string(bytes, 0, JsonText.escape(text, text.length(), bytes, 0));
    }

    /** Writes the record of an exchange behind what the pen has written. */
    void write(Exchange x, HeadFields heads, Pen pen) {
        for (int i = 0; i < pieces.size(); i++) {
            pieces.get(i).write(x, heads, pen);
        }
    }
}
