package dev.sekisho.dialect.kong.entity;

import dev.sekisho.dialect.DiagnosticKind;
import dev.sekisho.dialect.Severity;
import java.util.List;

/** The kinds of diagnostics of reading entities. */
public final class ReaderKinds {

    private static final String NOTHING = "Nothing is served.";

    /** A key that no table has. */
    public static final DiagnosticKind UNKNOWN_KEY = error(
            "kong.unknown-key",
            "a key that the entity does not have",
            "Kong refuses unknown fields as well: most are typing mistakes, and what they ask for would be lost in silence.",
            "Correct the key, or remove it.");

    /** A value of another type. */
    public static final DiagnosticKind TYPE = error(
            "kong.type",
            "a value of the wrong type",
            "Each field has a type in Kong's schema, and Kong refuses other values.",
            "Write a value of the type that is expected.");

    /** A value out of bounds or not among those allowed. */
    public static final DiagnosticKind VALUE = error(
            "kong.value",
            "a value that the field cannot have",
            "The field's schema in Kong bounds its values.",
            "Write a value that is expected.");

    /** A field that must be given. */
    public static final DiagnosticKind MISSING = error(
            "kong.missing", "a required field that is missing", "Kong refuses an entity without it.", "Add the field.");

    /** All of them. */
    public static final List<DiagnosticKind> ALL = List.of(UNKNOWN_KEY, TYPE, VALUE, MISSING, References.UNSET);

    private ReaderKinds() {}

    private static DiagnosticKind error(String code, String title, String reason, String fix) {
        return new DiagnosticKind(code, Severity.ERROR, title, NOTHING, reason, fix);
    }
}
