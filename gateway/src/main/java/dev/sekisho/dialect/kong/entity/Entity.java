package dev.sekisho.dialect.kong.entity;

import dev.sekisho.dialect.document.Node;
import dev.sekisho.model.Origin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An entity with the values of its fields, each of the type that its table says, so that reading one by another type is a fault of
 * the program. Where a field is left out, the defaults of deck's {@code _info} count, then those of the table. Immutable.
 */
public final class Entity {

    private final Schema schema;
    private final Node.Mapping node;
    private final String source;
    private final Map<String, Object> values;
    private final Optional<Entity> defaults;

    Entity(Schema schema, Node.Mapping node, String source, Map<String, Object> values, Optional<Entity> defaults) {
        this.schema = schema;
        this.node = node;
        this.source = source;
        this.values = Map.copyOf(values);
        this.defaults = defaults;
    }

    /** One that stands nowhere. */
    public static Entity empty(Schema schema) {
        return new Entity(schema, new Node.Mapping(List.of(), 0, 0), "", Map.of(), Optional.empty());
    }

    /** The same with values for what is left out. */
    public Entity withDefaults(Entity others) {
        return new Entity(schema, node, source, values, Optional.of(others));
    }

    /** What it is. */
    public Schema schema() {
        return schema;
    }

    /** Its mapping, with references replaced. */
    public Node.Mapping node() {
        return node;
    }

    /** Whether the field stands there and is not null. */
    public boolean given(String name) {
        return values.containsKey(name);
    }

    /** Where it stands. */
    public Origin at() {
        return new Origin(source, node.line(), node.column());
    }

    /** Where the value of a field stands; where it is left out, the place of the entity. */
    public Origin at(String name) {
        return node.get(name)
                .map(value -> new Origin(source, value.line(), value.column()))
                .orElseGet(this::at);
    }

    /** Where an item of a list, or a key of a mapping, stands that has this text. */
    public Origin at(String name, String text) {
        Optional<Node> place = switch (node.get(name).orElse(null)) {
            case Node.Sequence list ->
                list.items().stream()
                        .filter(item -> item instanceof Node.Scalar scalar
                                && scalar.text().equals(text))
                        .findFirst();
            case Node.Mapping mapping ->
                mapping.entries().stream()
                        .map(Node.Entry::key)
                        .filter(key -> key.text().equals(text))
                        .<Node>map(key -> key)
                        .findFirst();
            case null, default -> Optional.empty();
        };
        return place.map(this::at).orElseGet(() -> at(name));
    }

    /** Where a node of this entity stands. */
    public Origin at(Node inside) {
        return new Origin(source, inside.line(), inside.column());
    }

    /** Text, or one word of a choice. */
    public Optional<String> text(String name) {
        return value(name).map(String.class::cast);
    }

    /** A whole number. */
    public Optional<Long> whole(String name) {
        return value(name).map(v -> v instanceof String text ? Long.valueOf(text) : (Long) v);
    }

    /** A whole number that has a default and fits an int. */
    public int number(String name) {
        return Math.toIntExact(whole(name).orElseThrow());
    }

    /** A number that has a default. */
    public double decimal(String name) {
        return value(name)
                .map(v -> v instanceof String text ? Double.parseDouble(text) : ((Number) v).doubleValue())
                .orElseThrow();
    }

    /** True or false; false where there is no default. */
    public boolean truth(String name) {
        return value(name)
                .map(v -> v instanceof String text ? Boolean.parseBoolean(text) : (Boolean) v)
                .orElse(false);
    }

    /** Texts. */
    public List<String> texts(String name) {
        return list(name).stream().map(String::valueOf).toList();
    }

    /** The items of a list. */
    public List<?> list(String name) {
        return (List<?>) value(name).orElse(List.of());
    }

    /** The entities of a list. */
    public List<Entity> entities(String name) {
        return list(name).stream().map(Entity.class::cast).toList();
    }

    /** A mapping with known keys; empty where it is left out, so that its defaults count. */
    public Entity fields(String name) {
        return value(name).map(Entity.class::cast).orElseGet(() -> {
            Type.Fields type = (Type.Fields) field(name).type();
            return empty(type.schema().get());
        });
    }

    /** A mapping with keys of the author's. */
    public Map<String, Object> map(String name) {
        Map<String, Object> copy = new LinkedHashMap<>();
        value(name).ifPresent(map -> ((Map<?, ?>) map).forEach((key, value) -> copy.put((String) key, value)));
        return copy;
    }

    /** A reference. */
    public Optional<Link> link(String name) {
        return value(name).map(Link.class::cast);
    }

    /** What stands there. */
    public Optional<Node> raw(String name) {
        return value(name).map(Node.class::cast);
    }

    private Optional<Object> value(String name) {
        Object own = values.get(name);
        if (own != null) {
            return Optional.of(own);
        }
        return defaults.filter(d -> d.given(name))
                .flatMap(d -> d.value(name))
                .or(() -> field(name).fallback());
    }

    private Field field(String name) {
        Field field = schema.fields().get(name);
        if (field == null) {
            throw new IllegalArgumentException(name + " (expected: a field of " + schema.label() + ")");
        }
        return field;
    }
}
