package dev.sekisho.dialect.nginx.text;

import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.nginx.config.NginxConfig;
import dev.sekisho.model.Origin;
import java.util.Optional;

/** Gives texts with variables of nginx the form with placeholders. Belongs to one translation. */
public final class Texts {

    private final NginxConfig.Part part;
    private final Report report;

    /**
     * Texts of http or stream.
     *
     * @param part the part, whose {@code map}, {@code geo} and {@code split_clients} and {@code set} define variables
     * @param report takes variables that are unknown here
     */
    public Texts(NginxConfig.Part part, Report report) {
        this.part = part;
        this.report = report;
    }

    /** The text with placeholders; a variable that there is no counterpart of is reported and left out. */
    public String of(String text, Origin at) {
        throw new UnsupportedOperationException(text + at + part + report);
    }

    /** The placeholder of a variable, its name without dollar sign; nothing where there is no counterpart. */
    public Optional<String> variable(String name) {
        throw new UnsupportedOperationException(name);
    }
}
