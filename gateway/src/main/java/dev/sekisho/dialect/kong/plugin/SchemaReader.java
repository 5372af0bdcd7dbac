package dev.sekisho.dialect.kong.plugin;

import dev.sekisho.dialect.document.Node;
import dev.sekisho.dialect.document.Shown;
import dev.sekisho.dialect.kong.plugin.Field.Use;
import dev.sekisho.dialect.kong.plugin.Schema.Alias;
import dev.sekisho.model.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the settings of a plugin by its schema: defaults filled in, earlier names followed, and everything told that is unknown, of the
 * wrong type, out of bounds, or not at its default where it cannot be honoured. Belongs to one translation.
 */
final class SchemaReader {

    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(\\d{1,15}(\\.\\d{0,9})?|\\.\\d{1,9})([eE][+-]?\\d{1,2})?");

    private final Told told;

    SchemaReader(Told told) {
        this.told = told;
    }

    /** The settings in a mapping. */
    Settings read(Node.Mapping config, Schema schema) {
        Settings settings = record(config, config, "config", schema.fields(), schema.aliases());
        schema.aliases().forEach(alias -> follow(alias, config, schema, settings));
        return settings;
    }

    private Settings record(Node place, Node.Mapping mapping, String path, List<Field> fields, List<Alias> aliases) {
        Map<String, Field> byName = new LinkedHashMap<>();
        fields.forEach(field -> byName.put(field.name(), field));
        Set<String> known = new LinkedHashSet<>(byName.keySet());
        aliases.forEach(alias -> known.add(alias.name()));
        for (Node.Entry entry : mapping.entries()) {
            String name = entry.key().text();
            if (!known.contains(name)) {
                told.add(
                        PluginKinds.FIELD,
                        entry.key(),
                        path + "." + Shown.text(name) + " (expected: a field of the plugin)",
                        Nearest.fix(name, known));
            }
        }
        Settings settings = new Settings(place, path);
        for (Field field : fields) {
            field(field, mapping.get(field.name()).filter(node -> !isNull(node)), path, place, settings);
        }
        return settings;
    }

    private void field(Field field, Optional<Node> node, String path, Node place, Settings into) {
        String label = path + "." + field.name();
        Optional<Object> value = node.flatMap(found -> value(field, found, label));
        if (node.isPresent() && value.isPresent()) {
            into.put(field.name(), value.get(), node.get());
            refuse(field, value.get(), node.get(), label);
        } else if (field.form() == Field.Form.RECORD) {
            into.put(field.name(), record(place, new Node.Mapping(List.of(), 0, 0), label, field.fields(), List.of()));
        } else {
            field.standard().ifPresent(standard -> into.put(field.name(), standard));
        }
    }

    /** An empty list, mapping or text says no more than none at all. */
    private void refuse(Field field, Object value, Node node, String label) {
        boolean empty = switch (value) {
            case List<?> list -> list.isEmpty();
            case Map<?, ?> map -> map.isEmpty();
            case String text -> text.isEmpty();
            default -> false;
        };
        boolean usual = field.standard().isPresent() ? field.standard().get().equals(value) : empty;
        if (field.use() instanceof Use.Refused(String why, String fix) && !usual) {
            told.add(PluginKinds.UNSUPPORTED, node, label + ": " + Shown.node(node) + ": " + why, fix);
        }
    }

    private void follow(Alias alias, Node.Mapping config, Schema schema, Settings settings) {
        Optional<Node> written = config.get(alias.name()).filter(node -> !isNull(node));
        if (written.isEmpty()) {
            return;
        }
        int dot = alias.field().indexOf('.');
        Settings holder = dot < 0 ? settings : settings.part(alias.field().substring(0, dot));
        String name = alias.field().substring(dot + 1);
        Field field = target(alias, schema.fields());
        String label = "config." + alias.name();
        Optional<Object> value = value(field, written.get(), label);
        if (value.isEmpty()) {
            return;
        }
        if (holder.isWritten(name) && !holder.value(name).equals(value)) {
            told.add(
                    PluginKinds.VALUE,
                    written.get(),
                    label + ": " + Shown.node(written.get()) + " (expected: the value of config." + alias.field()
                            + ", its name since)",
                    "remove " + alias.name());
            return;
        }
        if (!holder.isWritten(name)) {
            holder.put(name, value.get(), written.get());
            refuse(field, value.get(), written.get(), label);
        }
    }

    private static Field target(Alias alias, List<Field> fields) {
        List<Field> among = fields;
        Field found = null;
        for (String step : alias.field().split("\\.")) {
            found = among.stream()
                    .filter(f -> f.name().equals(step))
                    .findFirst()
                    .orElse(null);
            among = found == null ? List.of() : found.fields();
        }
        if (found == null) {
            throw new IllegalStateException(alias + ": no such field (expected: one of the schema)");
        }
        return found;
    }

    private Optional<Object> value(Field field, Node node, String label) {
        return switch (field.form()) {
            case TEXT, FLAG, WHOLE, NUMBER -> scalar(field, node, label);
            case TEXTS, WHOLES, RECORD_LIST -> list(field, node, label);
            case TEXT_MAP, RECORD, RECORD_MAP -> mapping(field, node, label);
        };
    }

    private Optional<Object> scalar(Field field, Node node, String label) {
        Field.Form form = field.form().each();
        if (!(node instanceof Node.Scalar scalar) || scalar.isNull()) {
            return wrong(form.toString(), node, label);
        }
        return switch (form) {
            case FLAG ->
                scalar.plain() && scalar.text().matches("true|false")
                        ? Optional.of(scalar.text().equals("true"))
                        : wrong(form.toString(), node, label);
            case WHOLE, NUMBER -> number(field, form, scalar, label);
            default -> text(field, scalar, label);
        };
    }

    private Optional<Object> number(Field field, Field.Form form, Node.Scalar scalar, String label) {
        if (!scalar.plain() || !NUMBER.matcher(scalar.text()).matches()) {
            return wrong(form.toString(), scalar, label);
        }
        double value = Double.parseDouble(scalar.text());
        boolean whole = form == Field.Form.WHOLE;
        if (whole && value != Math.rint(value)) {
            return wrong(form.toString(), scalar, label);
        }
        if (!field.range().holds(value)) {
            error(scalar, label + ": " + Shown.node(scalar) + " (expected: " + field.range() + ")", "");
            return Optional.empty();
        }
        return Optional.of(whole ? (Object) (long) value : (Object) value);
    }

    private Optional<Object> text(Field field, Node.Scalar scalar, String label) {
        String text = scalar.text();
        if (!field.choices().isEmpty() && !field.choices().contains(text)) {
            String fix = Nearest.of(text, field.choices())
                    .map(near -> "did you mean " + near + "?")
                    .orElse("");
            error(
                    scalar,
                    label + ": " + Shown.text(text) + " (expected: " + String.join(", ", field.choices()) + ")",
                    fix);
            return Optional.empty();
        }
        return Optional.of(text);
    }

    private Optional<Object> list(Field field, Node node, String label) {
        if (!(node instanceof Node.Sequence sequence)) {
            return wrong(field.form().toString(), node, label);
        }
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < sequence.items().size(); i++) {
            Node item = sequence.items().get(i);
            String each = label + "[" + i + "]";
            Optional<Object> value =
                    field.form() == Field.Form.RECORD_LIST ? part(field, item, each) : scalar(field, item, each);
            value.ifPresent(values::add);
        }
        return Optional.of(List.copyOf(values));
    }

    private Optional<Object> mapping(Field field, Node node, String label) {
        boolean empty =
                node instanceof Node.Sequence sequence && sequence.items().isEmpty(); // as Lua writes {}
        if (!(node instanceof Node.Mapping) && !empty) {
            return wrong(field.form().toString(), node, label);
        }
        Node.Mapping mapping = node instanceof Node.Mapping m ? m : new Node.Mapping(List.of(), 0, 0);
        if (field.form() == Field.Form.RECORD) {
            return Optional.of(record(node, mapping, label, field.fields(), List.of()));
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (Node.Entry entry : mapping.entries()) {
            String each = label + "." + Shown.text(entry.key().text());
            Optional<Object> value = field.form() == Field.Form.TEXT_MAP
                    ? scalar(field, entry.value(), each)
                    : part(field, entry.value(), each);
            value.ifPresent(found -> values.put(entry.key().text(), found));
        }
        return Optional.of(values);
    }

    private Optional<Object> part(Field field, Node node, String label) {
        return node instanceof Node.Mapping mapping
                ? Optional.of(record(node, mapping, label, field.fields(), List.of()))
                : wrong(Field.Form.RECORD.toString(), node, label);
    }

    private Optional<Object> wrong(String expected, Node node, String label) {
        String fix = node instanceof Node.Scalar scalar && !scalar.plain() ? "remove the quotes" : "";
        error(node, label + ": " + Shown.node(node) + " (expected: " + expected + ")", fix);
        return Optional.empty();
    }

    private void error(Node node, String message, String fix) {
        told.add(PluginKinds.VALUE, node, message, fix);
    }

    private static boolean isNull(Node node) {
        return node instanceof Node.Scalar scalar && scalar.isNull();
    }
}
