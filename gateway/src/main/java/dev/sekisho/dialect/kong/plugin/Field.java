package dev.sekisho.dialect.kong.plugin;

import java.util.List;
import java.util.Optional;

/**
 * One field of a plugin's settings, with what Kong's documentation of the plugin says of it. Immutable, thread-safe.
 *
 * @param name as it is written
 * @param form its type
 * @param standard its default, of the type that the form is read as; empty for none
 * @param range its bounds
 * @param choices the only texts that it may have; none given: any
 * @param fields those of a record, or of each record of a list or map
 * @param use what becomes of it
 */
record Field(
        String name,
        Form form,
        Optional<Object> standard,
        Range range,
        List<String> choices,
        List<Field> fields,
        Use use) {

    /** The types of fields. */
    enum Form {
        TEXT("a text"),
        FLAG("true or false"),
        WHOLE("a whole number"),
        NUMBER("a number"),
        TEXTS("a list of texts"),
        WHOLES("a list of whole numbers"),
        TEXT_MAP("a mapping of texts"),
        RECORD("a mapping"),
        RECORD_LIST("a list of mappings"),
        RECORD_MAP("a mapping of mappings");

        private final String words;

        Form(String words) {
            this.words = words;
        }

        /** The form of what a list or mapping of scalars holds; of any other itself. */
        Form each() {
            return switch (this) {
                case TEXTS, TEXT_MAP -> TEXT;
                case WHOLES -> WHOLE;
                default -> this;
            };
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * Bounds of numbers.
     *
     * @param above whether min itself is outside
     */
    record Range(double min, double max, boolean above) {

        static final Range ANY = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false);

        boolean holds(double value) {
            return (above ? value > min : value >= min) && value <= max;
        }

        @Override
        public String toString() {
            String low = plain(min);
            return max == Double.POSITIVE_INFINITY ? (above ? "> " : ">= ") + low : low + " to " + plain(max);
        }

        private static String plain(double bound) {
            return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
        }
    }

    /** What becomes of a field. */
    sealed interface Use {

        /** It does what Kong does. */
        record Honoured() implements Use {}

        /** It may have any value: what it changes in Kong has no counterpart that anybody could see. */
        record Idle(String why) implements Use {}

        /** Any value but its default is an error. */
        record Refused(String why, String fix) implements Use {}
    }

    private static Field of(String name, Form form, Optional<Object> standard) {
        return new Field(name, form, standard, Range.ANY, List.of(), List.of(), new Use.Honoured());
    }

    static Field text(String name) {
        return of(name, Form.TEXT, Optional.empty());
    }

    static Field text(String name, String standard) {
        return of(name, Form.TEXT, Optional.of(standard));
    }

    static Field flag(String name, boolean standard) {
        return of(name, Form.FLAG, Optional.of(standard));
    }

    static Field whole(String name) {
        return of(name, Form.WHOLE, Optional.empty());
    }

    static Field whole(String name, long standard) {
        return of(name, Form.WHOLE, Optional.of(standard));
    }

    static Field number(String name) {
        return of(name, Form.NUMBER, Optional.empty());
    }

    static Field number(String name, double standard) {
        return of(name, Form.NUMBER, Optional.of(standard));
    }

    static Field texts(String name, String... standard) {
        return of(name, Form.TEXTS, Optional.of(List.of(standard)));
    }

    static Field wholes(String name, Long... standard) {
        return of(name, Form.WHOLES, Optional.of(List.of(standard)));
    }

    static Field map(String name) {
        return of(name, Form.TEXT_MAP, Optional.empty());
    }

    static Field record(String name, Field... fields) {
        return of(name, Form.RECORD, Optional.empty()).with(List.of(fields));
    }

    static Field record(String name, List<Field> fields) {
        return of(name, Form.RECORD, Optional.empty()).with(fields);
    }

    static Field recordList(String name, Field... fields) {
        return of(name, Form.RECORD_LIST, Optional.empty()).with(List.of(fields));
    }

    static Field records(String name, List<Field> fields) {
        return of(name, Form.RECORD_MAP, Optional.empty()).with(fields);
    }

    private Field with(List<Field> parts) {
        return new Field(name, form, standard, range, choices, List.copyOf(parts), use);
    }

    Field between(double min, double max) {
        return new Field(name, form, standard, new Range(min, max, false), choices, fields, use);
    }

    Field above(double min) {
        return new Field(name, form, standard, new Range(min, Double.POSITIVE_INFINITY, true), choices, fields, use);
    }

    Field oneOf(String... texts) {
        return new Field(name, form, standard, range, List.of(texts), fields, use);
    }

    Field idle(String why) {
        return new Field(name, form, standard, range, choices, fields, new Use.Idle(why));
    }

    Field refused(String why, String fix) {
        return new Field(name, form, standard, range, choices, fields, new Use.Refused(why, fix));
    }
}
