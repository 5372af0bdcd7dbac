package dev.sekisho.dialect.nginx.guard;

import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.syntax.Directive;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code auth_request_set}: variables that get fields, or the status, of the service's answer. */
final class AnswerNames {

    private static final Pattern FIELD = Pattern.compile("\\$\\{?(?:upstream|sent)_http_([a-z0-9_]+)\\}?");
    private static final Pattern STATUS = Pattern.compile("\\$\\{?(?:upstream_)?status\\}?");

    private final Notes notes;

    AnswerNames(Notes notes) {
        this.notes = notes;
    }

    /** By variable, without dollar sign and in lower case, the field's name, or {@code {status}}. */
    Map<String, String> of(Settings settings) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (Directive each : settings.all("auth_request_set")) {
            String name = each.arg(0).substring(1).toLowerCase(Locale.ROOT);
            String value = each.arg(1).toLowerCase(Locale.ROOT);
            Matcher field = FIELD.matcher(value);
            if (field.matches()) {
                variables.put(name, field.group(1).replace('_', '-'));
            } else if (STATUS.matcher(value).matches()) {
                variables.put(name, "{status}");
            } else {
                notes.notHonoured(
                        each,
                        "sets more than a field or the status of the answer",
                        "write $upstream_http_NAME or $upstream_status alone, and put texts together where they are used");
            }
        }
        return variables;
    }
}
