package dev.sekisho.dialect.kong.plugin;

import java.util.ArrayList;
import java.util.List;

/**
 * The settings of a plugin as Kong 3.9 knows them, names of earlier releases included. Immutable, thread-safe.
 *
 * @param fields the fields
 * @param aliases earlier names of some of them
 */
record Schema(List<Field> fields, List<Alias> aliases) {

    /**
     * An earlier name.
     *
     * @param name as it was written
     * @param field the field of today, with a dot between a record and its part
     */
    record Alias(String name, String field) {}

    Schema {
        fields = List.copyOf(fields);
        aliases = List.copyOf(aliases);
    }

    static Schema of(Field... fields) {
        return new Schema(List.of(fields), List.of());
    }

    /** The same with an earlier name for a field. */
    Schema alias(String name, String field) {
        List<Alias> more = new ArrayList<>(aliases);
        more.add(new Alias(name, field));
        return new Schema(fields, more);
    }

    /** The same with earlier names for fields. */
    Schema aliases(List<Alias> others) {
        List<Alias> more = new ArrayList<>(aliases);
        more.addAll(others);
        return new Schema(fields, more);
    }

    /** The same with more fields. */
    Schema and(List<Field> others) {
        List<Field> more = new ArrayList<>(fields);
        more.addAll(others);
        return new Schema(more, aliases);
    }
}
