package dev.sekisho.policy;

import dev.sekisho.dataplane.ErrorTemplate;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.MarkupText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;

/**
 * A body as a configuration gives it, with the placeholders of {@link FieldValue} and some of the policy's own. What takes a
 * placeholder's place is escaped for the form of the body, so that nothing of a request becomes markup. Immutable, thread-safe.
 */
public final class BodyTemplate {

    /** The form that values are escaped for. */
    public enum Form {
        /** Plain text: nothing but control characters changes. */
        TEXT,
        /** Inside a string of JSON (RFC 8259 section 7). */
        JSON,
        /** In text and quoted attributes of HTML and XML. */
        MARKUP
    }

    /** A part: text as it stands, a placeholder of the policy's own, or one of {@link FieldSource}. */
    private sealed interface Part {
        record Fixed(String text) implements Part {}

        record Own(String name) implements Part {}

        record Source(FieldSource source) implements Part {}
    }

    private final Form form;
    private final List<Part> parts;

    private BodyTemplate(Form form, List<Part> parts) {
        this.form = form;
        this.parts = List.copyOf(parts);
    }

    /**
     * Reads a body.
     *
     * @param setting the setting that gives it, for the message
     * @param own placeholders of the policy's own
     * @throws IllegalArgumentException where it names an unknown placeholder
     */
    public static BodyTemplate parse(String setting, String text, Form form, Set<String> own) {
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
            Part part = own.contains(name)
                    ? new Part.Own(name)
                    : new Part.Source(FieldSource.named(name).orElseThrow(() -> unknown(setting, name, own)));
            parts.add(new Part.Fixed(fixed.toString()));
            fixed.setLength(0);
            parts.add(part);
        }
        parts.add(new Part.Fixed(fixed.append(text, from, text.length()).toString()));
        return new BodyTemplate(form, parts);
    }

    private static IllegalArgumentException unknown(String setting, String name, Set<String> own) {
        IllegalArgumentException others = FieldValue.unknown(setting, name);
        return own.isEmpty()
                ? others
                : new IllegalArgumentException(others.getMessage() + "; here also {"
                        + String.join("}, {", own.stream().sorted().toList()) + "}");
    }

    /** Whether it is the same for every request. */
    public boolean isFixed() {
        return parts.size() == 1;
    }

    /** The body where it is the same for every request; else its text up to the first placeholder. */
    public byte[] fixed() {
        return parts.getFirst() instanceof Part.Fixed text ? text.text().getBytes(StandardCharsets.UTF_8) : new byte[0];
    }

    /**
     * The body for an exchange, as UTF-8.
     *
     * @param own values of the policy's own placeholders, all of them
     */
    public byte[] render(Exchange x, Map<String, String> own) {
        StringBuilder out = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Fixed fixed -> out.append(fixed.text());
                case Part.Own name -> out.append(escape(own.getOrDefault(name.name(), "")));
                case Part.Source source -> out.append(escape(value(source.source(), x)));
            }
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String value(FieldSource source, Exchange x) {
        Headers scratch = new Headers();
        source.put(x, scratch);
        return new String(scratch.bytes(), 0, scratch.end(), StandardCharsets.UTF_8);
    }

    private String escape(String value) {
        return switch (form) {
            case TEXT -> value.replaceAll("\\p{Cntrl}", "?");
            case JSON -> ErrorTemplate.escape(value);
            case MARKUP -> MarkupText.of(value);
        };
    }
}
