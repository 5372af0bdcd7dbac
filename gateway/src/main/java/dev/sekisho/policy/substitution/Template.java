package dev.sekisho.policy.substitution;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.policy.FieldValue;
import dev.sekisho.policy.substitution.SubstitutionConfig.Escape;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is put in: text as it is, and values of the exchange by the placeholders of {@link FieldValue}, which are escaped. Immutable,
 * thread-safe.
 */
final class Template {

    private static final Pattern PLACEHOLDER =
            Pattern.compile("\\{\\{|\\{(?:[A-Za-z][A-Za-z0-9]*|claim\\.[^{}\\s]+)\\}");
    private static final HeaderName ANY = HeaderName.of("Value"); // of a head that nobody sees

    private final List<Part> parts;
    private final Escape escape;

    private sealed interface Part {
        record Text(byte[] bytes) implements Part {}

        record Value(FieldValue value) implements Part {}
    }

    private Template(List<Part> parts, Escape escape) {
        this.parts = List.copyOf(parts);
        this.escape = escape;
    }

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException where it names an unknown placeholder
     */
    static Template parse(String setting, String text, Escape escape) {
        List<Part> parts = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        Matcher matcher = PLACEHOLDER.matcher(text);
        int from = 0;
        while (matcher.find()) {
            plain.append(text, from, matcher.start());
            from = matcher.end();
            if (matcher.group().equals("{{")) {
                plain.append('{');
                continue;
            }
            Part value = new Part.Value(FieldValue.parse(setting, matcher.group()));
            flush(plain, parts);
            parts.add(value);
        }
        plain.append(text, from, text.length());
        flush(plain, parts);
        return new Template(parts, escape);
    }

    private static void flush(StringBuilder plain, List<Part> parts) {
        if (!plain.isEmpty()) {
            parts.add(new Part.Text(plain.toString().getBytes(StandardCharsets.UTF_8)));
            plain.setLength(0);
        }
    }

    /** The text for an exchange; not to be changed. */
    byte[] render(Exchange x) {
        if (parts.isEmpty()) {
            return new byte[0];
        }
        if (parts.size() == 1 && parts.getFirst() instanceof Part.Text(byte[] bytes)) {
            return bytes;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Headers scratch = new Headers();
        for (Part part : parts) {
            switch (part) {
                case Part.Text(byte[] bytes) -> out.writeBytes(bytes);
                case Part.Value(FieldValue value) -> {
                    scratch.clear();
                    value.addTo(scratch, ANY, x);
                    int end = scratch.valueEnd(0);
                    for (int i = scratch.valueStart(0); i < end; i++) {
                        put(scratch.bytes()[i], out);
                    }
                }
            }
        }
        return out.toByteArray();
    }

    private void put(byte b, ByteArrayOutputStream out) {
        if (escape == Escape.NONE) {
            out.write(b);
            return;
        }
        switch (b) {
            case '&' -> out.writeBytes("&amp;".getBytes(StandardCharsets.US_ASCII));
            case '<' -> out.writeBytes("&lt;".getBytes(StandardCharsets.US_ASCII));
            case '>' -> out.writeBytes("&gt;".getBytes(StandardCharsets.US_ASCII));
            case '"' -> out.writeBytes("&quot;".getBytes(StandardCharsets.US_ASCII));
            case '\'' -> out.writeBytes("&#39;".getBytes(StandardCharsets.US_ASCII));
            default -> out.write(b);
        }
    }
}
