package dev.sekisho.policy.errorpages;

import dev.sekisho.dataplane.ErrorTemplate;
import dev.sekisho.policy.BodyTemplate;
import java.util.Optional;
import java.util.Set;

/** The forms of a page, each with its media type and a text of the gateway's own. */
public enum PageForm {
    /** A JSON object; without a text of its own it is the gateway's usual error. */
    JSON("application/json", "application/json", BodyTemplate.Form.JSON, ErrorTemplate.DEFAULT.body()),
    /** A page for people. */
    HTML("text/html", "text/html; charset=utf-8", BodyTemplate.Form.MARKUP, """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>{status} {reason}</title></head>
            <body><h1>{status} {reason}</h1><p>{message}</p><p><small>{requestId}</small></p></body></html>
            """),
    /** Problem details (RFC 9457). */
    PROBLEM("application/problem+json", "application/problem+json", BodyTemplate.Form.JSON, """
            {"type":"about:blank","title":"{reason}","status":{status},"detail":"{message}","requestId":"{requestId}"}
            """),
    /** An XML document. */
    XML("application/xml", "application/xml; charset=utf-8", BodyTemplate.Form.MARKUP, """
            <?xml version="1.0" encoding="UTF-8"?>
            <error><status>{status}</status><message>{message}</message><requestId>{requestId}</requestId></error>
            """),
    /** Plain text. */
    TEXT("text/plain", "text/plain; charset=utf-8", BodyTemplate.Form.TEXT, """
            {status} {reason}
            {message}
            {requestId}
            """);

    /** Placeholders beside those of fields. */
    static final Set<String> PLACEHOLDERS = Set.of("status", "reason", "error", "message");

    private final String mediaType;
    private final String contentType;
    private final BodyTemplate.Form form;
    private final BodyTemplate own;

    PageForm(String mediaType, String contentType, BodyTemplate.Form form, String own) {
        this.mediaType = mediaType;
        this.contentType = contentType;
        this.form = form;
        this.own = BodyTemplate.parse("own", own, form, Set.of("status", "reason", "error", "message"));
    }

    /** What clients accept. */
    String mediaType() {
        return mediaType;
    }

    /** Value of Content-Type. */
    String contentType() {
        return contentType;
    }

    /**
     * The text of a page, the gateway's own where none is given.
     *
     * @throws IllegalArgumentException where it names an unknown placeholder
     */
    BodyTemplate template(String setting, Optional<String> text) {
        return text.map(given -> BodyTemplate.parse(setting, given, form, PLACEHOLDERS))
                .orElse(own);
    }
}
