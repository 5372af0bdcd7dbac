package dev.sekisho.dialect.kong.entity;

import dev.sekisho.dialect.DiagnosticKind;
import java.util.List;
import java.util.Optional;

/**
 * A field of an entity.
 *
 * @param name as files have it
 * @param type what it may hold
 * @param fallback its value where it is left out; a scalar as text, a list of texts, or nothing
 * @param required whether it must be given
 * @param excuse what is told where it is given, since it is not honoured; nothing where it is
 */
public record Field(String name, Type type, Optional<Object> fallback, boolean required, Optional<Excuse> excuse) {

    /**
     * Why a field is not honoured.
     *
     * @param kind the kind of the finding
     * @param harmless values that ask for nothing, so that nothing is told of them
     * @param message what is not done, and why
     * @param fix what to do
     */
    public record Excuse(DiagnosticKind kind, List<String> harmless, String message, String fix) {}
}
