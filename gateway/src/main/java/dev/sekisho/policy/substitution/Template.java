package dev.sekisho.policy.substitution;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.MarkupText;
import dev.sekisho.policy.FieldNames.Head;
import dev.sekisho.policy.FieldValue;
import dev.sekisho.policy.substitution.SubstitutionConfig.Escape;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What is put in: text as it is, and values of the exchange, which are escaped. Immutable, thread-safe.
 *
 * @param fixed all of it, where nothing depends on the exchange
 */
record Template(FieldValue value, Escape escape, Optional<byte[]> fixed) {

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException where it names an unknown placeholder
     */
    static Template parse(String setting, String text, Escape escape) {
        FieldValue value = FieldValue.template(setting, text, Head.RESPONSE);
        return new Template(value, escape, value.fixed().map(all -> all.getBytes(StandardCharsets.UTF_8)));
    }

    /** The text for an exchange; not to be changed. */
    byte[] render(Exchange x) {
        return fixed.orElseGet(() -> value.text(x, form()).getBytes(StandardCharsets.UTF_8));
    }

    private UnaryOperator<String> form() {
        return switch (escape) {
            case HTML -> MarkupText::of;
            case NONE -> UnaryOperator.identity();
        };
    }
}
