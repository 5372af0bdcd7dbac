package dev.sekisho.dialect.nginx.guard;

import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.upstream.Pass;
import dev.sekisho.dialect.nginx.variables.Template;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Fields of the question to the service that {@code auth_request} leads to: Host, and those of {@code proxy_set_header}. */
final class QuestionFields {

    /** Of the connection or of a body, which the question has none of; and the request's id, which it bears in any case. */
    private static final List<String> OWN = List.of(
            "connection",
            "content-length",
            "expect",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings",
            "alt-used",
            "x-request-id");

    private final Guards guards;

    QuestionFields(Guards guards) {
        this.guards = guards;
    }

    /** Their values by name. */
    Map<String, String> of(Subrequests.Target target) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("Host", host(target.pass()));
        Place place = target.place();
        for (Directive each : place.settings().all("proxy_set_header")) {
            String name = each.arg(0);
            if (OWN.contains(name.toLowerCase(Locale.ROOT))) {
                continue;
            }
            String value = guards.text(place, own(each.arg(1), target.uri()), each.at());
            if (!value.equals(value.strip()) || !value.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
                guards.notes()
                        .notHonoured(
                                each,
                                "has a value with other characters than ASCII, or with a blank at an end",
                                "write a plain value");
                continue;
            }
            fields.keySet().removeIf(name::equalsIgnoreCase);
            fields.put(name, value);
        }
        return fields;
    }

    /** What nginx calls {@code $proxy_host}: host and port as they are written, without the scheme's own port. */
    private static String host(Pass pass) {
        if (pass.host().startsWith("unix:")) {
            return "localhost";
        }
        String port = pass.isSecure() ? ":443" : ":80";
        return pass.host().endsWith(port)
                ? pass.host().substring(0, pass.host().length() - port.length())
                : pass.host();
    }

    /** The text with what nginx's subrequest says of itself: its path, and that it has no query. */
    private static String own(String text, String uri) {
        try {
            return Template.parse(text).parts().stream()
                    .map(part -> own(part, uri))
                    .collect(Collectors.joining());
        } catch (Template.InvalidTemplateException e) {
            return text; // refused when the configuration was checked
        }
    }

    private static String own(Template.Part part, String uri) {
        return switch (part) {
            case Template.Text plain -> plain.text();
            case Template.Capture capture -> "$" + capture.number();
            case Template.Variable variable ->
                switch (variable.name()) {
                    case "uri", "document_uri" -> uri;
                    case "args", "query_string", "is_args" -> "";
                    default -> variable.name().startsWith("arg_") ? "" : "${" + variable.name() + "}";
                };
        };
    }
}
