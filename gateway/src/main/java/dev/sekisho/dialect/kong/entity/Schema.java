package dev.sekisho.dialect.kong.entity;

import dev.sekisho.dialect.DiagnosticKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A table of fields. Written once, as a chain of calls that each add a field, then only read; after that thread-safe.
 */
public final class Schema {

    private final String label;
    private final Map<String, Field> fields = new LinkedHashMap<>();

    private Schema(String label) {
        this.label = label;
    }

    /** A table without fields; the label names the entity in messages, as in {@code "a service"}. */
    public static Schema of(String label) {
        return new Schema(label);
    }

    /** The name of the entity. */
    public String label() {
        return label;
    }

    /** The fields by name, in the order in which they were added. */
    public Map<String, Field> fields() {
        return fields;
    }

    /** Text. */
    public Schema text(String name) {
        return add(name, new Type.Text(), Optional.empty());
    }

    /** Text with a default. */
    public Schema text(String name, String fallback) {
        return add(name, new Type.Text(), Optional.of(fallback));
    }

    /** One of some words, the first of which is the default. */
    public Schema choice(String name, String... words) {
        return add(name, new Type.Choice(List.of(words)), Optional.of(words[0]));
    }

    /** One of some words, without a default. */
    public Schema optionalChoice(String name, String... words) {
        return add(name, new Type.Choice(List.of(words)), Optional.empty());
    }

    /** A whole number. */
    public Schema whole(String name, long min, long max) {
        return add(name, new Type.Whole(min, max), Optional.empty());
    }

    /** A whole number with a default. */
    public Schema whole(String name, long fallback, long min, long max) {
        return add(name, new Type.Whole(min, max), Optional.of(Long.toString(fallback)));
    }

    /** A number with a default. */
    public Schema decimal(String name, double fallback, double min, double max) {
        return add(name, new Type.Decimal(min, max), Optional.of(Double.toString(fallback)));
    }

    /** A number without a default. */
    public Schema decimal(String name, double min, double max) {
        return add(name, new Type.Decimal(min, max), Optional.empty());
    }

    /** True or false. */
    public Schema truth(String name, boolean fallback) {
        return add(name, new Type.Truth(), Optional.of(Boolean.toString(fallback)));
    }

    /** True or false, without a default. */
    public Schema truth(String name) {
        return add(name, new Type.Truth(), Optional.empty());
    }

    /** Texts. */
    public Schema texts(String name, String... fallback) {
        return list(name, new Type.Text(), fallback);
    }

    /** A list. */
    public Schema list(String name, Type element, String... fallback) {
        return add(name, new Type.ListOf(element), Optional.of(List.of(fallback)));
    }

    /** A mapping with keys of the author's. */
    public Schema map(String name, Type value) {
        return add(name, new Type.MapOf(value), Optional.empty());
    }

    /** A mapping with known keys. */
    public Schema fields(String name, Supplier<Schema> schema) {
        return add(name, new Type.Fields(schema), Optional.empty());
    }

    /** A list of mappings with known keys. */
    public Schema entities(String name, Supplier<Schema> schema) {
        return add(name, new Type.ListOf(new Type.Fields(schema)), Optional.of(List.of()));
    }

    /** Another entity. */
    public Schema reference(String name) {
        return add(name, new Type.Reference(), Optional.empty());
    }

    /** Whatever stands there. */
    public Schema raw(String name) {
        return add(name, new Type.Raw(), Optional.empty());
    }

    /** What is known and asks for nothing, such as dates. */
    public Schema meta(String... names) {
        for (String name : names) {
            raw(name);
        }
        return this;
    }

    /** Makes the last field one that must be given. */
    public Schema required() {
        Field last = last();
        return put(new Field(last.name(), last.type(), last.fallback(), true, last.excuse()));
    }

    /** Tells, where the last field is given with another value than its default or the harmless ones, that it is not honoured. */
    public Schema excused(DiagnosticKind kind, String message, String fix, String... harmless) {
        Field last = last();
        Field.Excuse excuse = new Field.Excuse(kind, List.of(harmless), message, fix);
        return put(new Field(last.name(), last.type(), last.fallback(), last.required(), Optional.of(excuse)));
    }

    private Field last() {
        return fields.values().stream().reduce((a, b) -> b).orElseThrow();
    }

    private Schema add(String name, Type type, Optional<Object> fallback) {
        return put(new Field(name, type, fallback, false, Optional.empty()));
    }

    private Schema put(Field field) {
        fields.put(field.name(), field);
        return this;
    }
}
