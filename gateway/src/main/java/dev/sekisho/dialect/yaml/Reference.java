package dev.sekisho.dialect.yaml;

import dev.sekisho.model.Property;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes the reference of the configuration language, docs/configuration.md, from the records themselves. */
public final class Reference {

    private final StringBuilder out = new StringBuilder();
    private final Set<String> done = new LinkedHashSet<>();

    private Reference() {}

    /** The reference for the policy types given, as Markdown. */
    public static String of(Map<String, Class<? extends Record>> policyConfigs) {
        Codecs codecs = new Codecs(policyConfigs);
        Reference reference = new Reference();
        reference.out.append(ReferenceText.HEAD);
        reference.records("The document", codecs.model());
        reference.out.append(ReferenceText.POLICIES);
        codecs.policies().forEach((type, codec) -> reference.records("`" + type + "`", codec));
        return reference.out.toString();
    }

    /** A record, and after it those that it leads to. */
    private void records(String title, RecordCodec root) {
        Deque<RecordCodec> next = new ArrayDeque<>(List.of(root));
        while (!next.isEmpty()) {
            RecordCodec codec = next.removeFirst();
            if (done.add(codec.form())) {
                table(codec == root ? title : codec.form(), codec);
                List<RecordCodec> below = codec.written().stream()
                        .flatMap(field -> field.codec().records().stream())
                        .toList();
                below.reversed().forEach(next::addFirst);
            }
        }
    }

    private void table(String title, RecordCodec codec) {
        out.append("\n### ").append(title).append("\n\n");
        if (codec.written().isEmpty()) {
            out.append("No settings: `{}`.\n");
            return;
        }
        out.append("| key | value | default | meaning |\n|---|---|---|---|\n");
        codec.written().forEach(this::row);
    }

    private void row(Field field) {
        Property property = field.property().orElseThrow();
        String initial = property.defaultValue();
        String shown = field.required() ? "required" : initial.isEmpty() ? "" : "`" + initial + "`";
        out.append("| `").append(field.name()).append("` | ").append(value(field, property));
        out.append(" | ").append(shown).append(" | ").append(cell(property.value()));
        if (!property.example().isEmpty()) {
            out.append(" Example: `").append(property.example()).append("`.");
        }
        out.append(" |\n");
    }

    private static String value(Field field, Property property) {
        String form = field.codec().form();
        for (RecordCodec record : field.codec().records()) {
            form = form.replaceFirst(
                    "(?<![\\[#])\\b" + record.form() + "\\b", "[" + record.form() + "](#" + anchor(record) + ")");
        }
        String low = property.min();
        String high = property.max();
        if (low.isEmpty() && high.isEmpty()) {
            return cell(form);
        }
        return cell(form) + ", "
                + (high.isEmpty() ? low + " or more" : low.isEmpty() ? "up to " + high : low + " to " + high);
    }

    private static String anchor(RecordCodec record) {
        return record.form().toLowerCase(java.util.Locale.ROOT);
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
