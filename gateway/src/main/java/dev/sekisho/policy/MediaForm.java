package dev.sekisho.policy;

import dev.sekisho.policy.BodyTemplate.Form;
import java.util.Locale;
import java.util.Optional;

/** How values are escaped in a body of a media type (RFC 6839: {@code +json}, {@code +xml}). */
public final class MediaForm {

    private MediaForm() {}

    /** The form; empty where there is none, so that nothing of a request may stand in such a body. */
    public static Optional<Form> of(String contentType) {
        int end = contentType.indexOf(';');
        String type =
                (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        if (type.equals("application/json") || type.endsWith("+json")) {
            return Optional.of(Form.JSON);
        }
        if (type.equals("text/html") || type.endsWith("/xml") || type.endsWith("+xml")) {
            return Optional.of(Form.MARKUP);
        }
        return type.equals("text/plain") ? Optional.of(Form.TEXT) : Optional.empty();
    }
}
