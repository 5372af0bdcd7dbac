package dev.sekisho.dataplane;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A response to one kind of error, with {@code {error}}, {@code {message}} and {@code {requestId}} to be filled in.
 *
 * @param status status to answer; 0 keeps that of the error
 * @param headers fields to add
 * @param contentType media type of the body
 * @param body body with its variables; their values are escaped for JSON strings, and hold no markup characters
 */
public record ErrorTemplate(int status, Map<HeaderName, String> headers, String contentType, String body) {

    /** The gateway's own form. */
    public static final ErrorTemplate DEFAULT = new ErrorTemplate(
            0,
            Map.of(),
            "application/json",
            "{\"error\":\"{error}\",\"message\":\"{message}\",\"requestId\":\"{requestId}\"}\n");

    private static final List<String> NAMES = List.of("{error}", "{message}", "{requestId}");

    /** The answer to an error of the exchange with that status, in the form that its route has for it, or that gRPC has. */
    public static Response answer(Exchange x, Reason reason, int status) {
        if (GrpcAnswer.isGrpc(x.request().headers())) {
            return GrpcAnswer.of(reason, status, x.response().resetCode());
        }
        ErrorTemplate template = x.isRouted() ? x.route().errors().getOrDefault(status, DEFAULT) : DEFAULT;
        return template.render(reason, status, x.requestIdText());
    }

    /**
     * The same with an error of its own in the body, and further members of it.
     *
     * @param error value of {@code error}
     * @param members String, Number, Boolean, List and Map by name
     */
    public static Response answer(Exchange x, Reason reason, int status, String error, Map<String, Object> members) {
        if (GrpcAnswer.isGrpc(x.request().headers())) {
            return GrpcAnswer.of(reason, status, -1);
        }
        ErrorTemplate template = x.isRouted() ? x.route().errors().get(status) : null;
        if (template != null) {
            return template.render(reason, status, error, x.requestIdText());
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", error);
        body.put("message", reason.message());
        body.putAll(members);
        body.put("requestId", x.requestIdText());
        byte[] text = (JsonLine.of(body) + "\n").getBytes(StandardCharsets.UTF_8);
        return Response.of(status).withBody(DEFAULT.contentType, text).because(reason);
    }

    /** The response to an error. */
    public Response render(Reason reason, String requestId) {
        return render(reason, reason.status(), requestId);
    }

    private Response render(Reason reason, int errorStatus, String requestId) {
        return render(reason, errorStatus, error(errorStatus), requestId);
    }

    private Response render(Reason reason, int errorStatus, String error, String requestId) {
        int code = status == 0 ? errorStatus : status;
        String text = body.replace(NAMES.get(0), error)
                .replace(NAMES.get(1), escape(reason.message()))
                .replace(NAMES.get(2), escape(requestId));
        Response response = Response.of(code).withBody(contentType, text.getBytes(StandardCharsets.UTF_8));
        for (Map.Entry<HeaderName, String> field : headers.entrySet()) {
            response = response.with(field.getKey(), field.getValue());
        }
        return (reason == Reason.WEBSOCKET_VERSION ? offering(response) : response).because(reason);
    }

    /** The one version of WebSocket that there is (RFC 6455 section 4.4, RFC 9110 section 15.5.22). */
    private static Response offering(Response response) {
        return response.with(HeaderName.SEC_WEBSOCKET_VERSION, "13")
                .with(HeaderName.UPGRADE, "websocket")
                .with(HeaderName.CONNECTION, "Upgrade");
    }

    /** The {@code error} of a status: its standard phrase in lower case with underscores, such as {@code bad_gateway}. */
    public static String error(int status) {
        return StatusPhrase.of(status)
                .toLowerCase(Locale.ROOT)
                .replace(' ', '_')
                .replace('-', '_');
    }

    /** A text with what JSON strings and markup must not hold as it is, escaped for a JSON string (RFC 8259 section 7). */
    public static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        for (char c : text.toCharArray()) {
            if (c < ' ' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' || c >= 0x7F) {
                escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
