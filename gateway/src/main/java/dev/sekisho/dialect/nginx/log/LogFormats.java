package dev.sekisho.dialect.nginx.log;

import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.text.Texts;
import dev.sekisho.model.LogEscape;
import dev.sekisho.model.Origin;
import dev.sekisho.policy.log.LineFormConfig;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** The formats of {@code log_format}, and {@code combined}. Belongs to one translation. */
final class LogFormats {

    /** As nginx has it of itself. */
    private static final String COMBINED = "$remote_addr - $remote_user [$time_local] \"$request\" $status"
            + " $body_bytes_sent \"$http_referer\" \"$http_user_agent\"";

    private static final Pattern MAY_BE_SECRET = Pattern.compile(
            "\\$\\{?(request\\b|request_uri|args|query_string|http_|cookie_|arg_|sent_http_|upstream_http_|jwt_)");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\t]]+");
    private static final String ESCAPE = "escape=";

    private final Map<String, Format> formats = new HashMap<>();
    private final Set<String> told = new HashSet<>();
    private final BiConsumer<Origin, String> differs;

    /**
     * Those of these directives.
     *
     * @param differs takes what is not as with nginx
     */
    LogFormats(List<Directive> directives, BiConsumer<Origin, String> differs) {
        this.differs = differs;
        formats.put("combined", new Format(COMBINED, form("default"), Origin.NONE));
        directives.forEach(each -> formats.put(each.arg(0), format(each)));
    }

    /**
     * A format.
     *
     * @param text its text, all of its words together
     * @param form how values stand in it
     * @param at where it is written
     */
    record Format(String text, LineFormConfig form, Origin at) {

        /** The line with placeholders. */
        String line(Texts texts) {
            return texts.ofLog(text, form.unknown(), at);
        }
    }

    private Format format(Directive directive) {
        List<String> words = directive.texts().subList(1, directive.args().size());
        boolean escaped = words.getFirst().startsWith(ESCAPE);
        LineFormConfig form = form(escaped ? words.getFirst().substring(ESCAPE.length()) : "default");
        String text = String.join("", escaped ? words.subList(1, words.size()) : words);
        return new Format(oneLine(directive, text), form, directive.at());
    }

    /** Lines that the format itself begins would be records of their own. */
    private String oneLine(Directive directive, String text) {
        if (!CONTROL.matcher(text).find()) {
            return text;
        }
        differs.accept(directive.at(), "log_format " + directive.arg(0) + ": line breaks in it become blanks");
        return CONTROL.matcher(text).replaceAll(" ");
    }

    private static LineFormConfig form(String escape) {
        return switch (escape) {
            case "json" -> new LineFormConfig(LogEscape.JSON_BYTES, "", true);
            case "none" -> new LineFormConfig(LogEscape.NONE, "", true);
            default -> new LineFormConfig(LogEscape.HEX, "-", true);
        };
    }

    /**
     * The format of that name, which nginx has checked; what it hides of credentials is told once.
     *
     * @param where where it is used
     */
    Format named(String name, Origin where) {
        Format format = Objects.requireNonNull(formats.get(name), name);
        if (MAY_BE_SECRET.matcher(format.text).find() && told.add(name)) {
            differs.accept(
                    format.at.line() == 0 ? where : format.at,
                    "log_format " + name + ": values of fields, cookies and parameters whose names tell of a secret are"
                            + " written as [redacted]");
        }
        return format;
    }
}
