package dev.sekisho.dialect.yaml;

import dev.sekisho.dialect.document.Node;
import dev.sekisho.dialect.document.Node.Scalar;
import dev.sekisho.dialect.document.Shown;
import dev.sekisho.model.Property;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Values written as one scalar, within the bounds of their property. */
final class LeafCodec implements Codec {

    private final Leaf leaf;
    private final String label;
    private final Optional<Property> property;
    private final Optional<Object> min;
    private final Optional<Object> max;

    LeafCodec(Leaf leaf, String label, Optional<Property> property) {
        this.leaf = leaf;
        this.label = label;
        this.property = property;
        this.min = property.map(Property::min).filter(text -> !text.isEmpty()).map(leaf.parse());
        this.max = property.map(Property::max).filter(text -> !text.isEmpty()).map(leaf.parse());
    }

    @Override
    public @Nullable Object read(Node node, Scope scope) {
        if (!(node instanceof Scalar scalar) || scalar.isNull()) {
            scope.wrongType(node, label, leaf.form(), "");
            return null;
        }
        if (leaf.bare() && !scalar.plain()) {
            scope.wrongType(node, label, leaf.form(), "remove the quotes");
            return null;
        }
        Object value = parse(scalar, scope);
        return value == null || bounded(value, scalar, scope) ? value : null;
    }

    private @Nullable Object parse(Scalar scalar, Scope scope) {
        try {
            if (property.map(Property::format).orElse("").equals("re2")) {
                Regexes.check(scalar.text());
            }
            return leaf.parse().apply(scalar.text());
        } catch (ArithmeticException e) {
            scope.error(scalar, "value", label + ": " + Shown.text(scalar.text()) + " (expected: a smaller value)", "");
        } catch (IllegalArgumentException e) {
            boolean unit = unit(leaf.form()) && Leaf.unitless(scalar.text());
            String fix = unit ? "add the unit, such as " + Shown.text(scalar.text()) + unit() : "";
            scope.error(scalar, unit ? "unit" : "value", label + ": " + Shown.message(scalar.text(), e), fix);
        }
        return null;
    }

    /** Whether values have a unit, all but a bare 0. */
    private static boolean unit(String form) {
        return form.equals("duration") || form.equals("size");
    }

    private String unit() {
        return leaf.form().equals("size") ? "KiB" : "s";
    }

    private boolean bounded(Object value, Scalar scalar, Scope scope) {
        boolean low = min.isPresent() && compare(value, min.get()) < 0;
        boolean high = max.isPresent() && compare(value, max.get()) > 0;
        if (low || high) {
            scope.error(
                    scalar, "bounds", label + ": " + Shown.text(scalar.text()) + " (expected: " + range() + ")", "");
        }
        return !low && !high;
    }

    /** The bounds in words: {@code 1 to 10}, {@code >= 1}, {@code <= 10}; empty for none. */
    String range() {
        String low = property.map(Property::min).orElse("");
        String high = property.map(Property::max).orElse("");
        if (!low.isEmpty() && !high.isEmpty()) {
            return low + " to " + high;
        }
        return low.isEmpty() ? high.isEmpty() ? "" : "<= " + high : ">= " + low;
    }

    /** Bounds and value come from one leaf, so they are of one class. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static int compare(Object value, Object bound) {
        return ((Comparable) value).compareTo(bound);
    }

    @Override
    public Node write(Object value) {
        String text = leaf.print().apply(value);
        boolean plain = leaf.bare() || unit(leaf.form());
        return plain ? Scalar.plain(text) : Scalar.quoted(text);
    }

    @Override
    public Map<String, Object> schema(Map<String, Object> definitions) {
        Map<String, Object> schema = new LinkedHashMap<>();
        boolean text = leaf.form().equals("text") || leaf.form().equals("value pattern");
        schema.put("type", text ? List.of("string", "number", "boolean") : leaf.json());
        if (leaf.bare()) {
            min.ifPresent(bound -> schema.put("minimum", bound));
            max.ifPresent(bound -> schema.put("maximum", bound));
        }
        if (unit(leaf.form())) {
            schema.put("type", List.of("string", "integer"));
            schema.put("minimum", 0);
            schema.put("maximum", 0);
        }
        if (!leaf.pattern().isEmpty()) {
            schema.put("pattern", leaf.pattern());
        }
        if (property.map(Property::format).orElse("").equals("re2")) {
            schema.put("format", "regex");
        }
        return schema;
    }

    @Override
    public String form() {
        return leaf.form();
    }

    @Override
    public boolean scalar() {
        return true;
    }
}
