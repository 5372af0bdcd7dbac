package dev.sekisho.dialect;

import dev.sekisho.model.Model;
import java.util.List;

/**
 * What a dialect made of its documents.
 *
 * @param model the model; where there are errors, as much of it as could be read
 * @param diagnostics everything found, in the order of the documents
 */
public record Compilation(Model model, List<Diagnostic> diagnostics) {

    /** Whether a diagnostic is an error. */
    public boolean failed() {
        return diagnostics.stream().anyMatch(d -> d.severity() == Severity.ERROR);
    }
}
