package dev.sekisho.dialect.kong.plugin;

import dev.sekisho.dialect.document.Shown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code cors}: which origins may read answers. As in Kong an entry of {@code origins} with a character other than letters, digits, dot,
 * colon, slash and hyphen is a regular expression over all of the origin, or over its host where it has no colon.
 */
final class CorsPlugin implements Plugin {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9.:/-]+");
    private static final Pattern ORIGIN = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/:]+)(?::([0-9]+))?(?:/.*)?");

    private static final Schema SCHEMA = Schema.of(
            Field.texts("origins"),
            Field.texts("headers"),
            Field.texts("exposed_headers"),
            Field.texts("methods", "GET", "HEAD", "PUT", "PATCH", "POST", "DELETE", "OPTIONS", "TRACE", "CONNECT")
                    .oneOf("GET", "HEAD", "PUT", "PATCH", "POST", "DELETE", "OPTIONS", "TRACE", "CONNECT"),
            Field.number("max_age").between(0, 86_400),
            Field.flag("credentials", false),
            Field.flag("preflight_continue", false),
            Field.flag("private_network", false),
            Field.flag("allow_origin_absent", true)
                    .idle("a response to a request without Origin is read by no script of another origin"));

    @Override
    public String name() {
        return "cors";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public String by() {
        return "policy `cors`; the preflight of an origin that is not allowed gets 403, where Kong answers 200 without"
                + " fields";
    }

    @Override
    public void translate(Settings settings, Translation into) {
        List<String> origins = origins(settings, into);
        if (settings.flag("credentials") && origins.contains("*")) {
            into.refuse(
                    settings,
                    "credentials",
                    "every origin could act as the user; Kong reflects any origin there",
                    "name the origins that may, in config.origins");
        }
        if (settings.flag("preflight_continue")) {
            into.differs(
                    settings,
                    "preflight_continue",
                    "the service's own Access-Control fields are replaced by those of the plugin, where Kong leaves"
                            + " them",
                    "");
        }
        List<String> headers = settings.texts("headers");
        Map<String, Object> values = new HashMap<>();
        values.put("origins", origins);
        values.put("methods", settings.texts("methods"));
        values.put("headers", headers);
        values.put("allowRequestedHeaders", headers.isEmpty());
        values.put("exposedHeaders", settings.texts("exposed_headers"));
        values.put("maxAge", settings.number("max_age").map(seconds -> Duration.ofSeconds(Math.round(seconds))));
        values.put("credentials", settings.flag("credentials"));
        values.put("privateNetwork", settings.flag("private_network"));
        values.put("passPreflight", settings.flag("preflight_continue"));
        values.put("preflightStatus", 200);
        into.policy("cors", values);
    }

    private static List<String> origins(Settings settings, Translation into) {
        List<String> given = settings.texts("origins");
        if (given.isEmpty() || given.contains("*")) {
            return List.of("*");
        }
        List<String> origins = new ArrayList<>();
        for (String origin : given) {
            Optional<String> own = PLAIN.matcher(origin).matches()
                    ? plain(origin, settings, into)
                    : expression(origin, settings, into);
            own.ifPresent(origins::add);
        }
        return origins;
    }

    /** As browsers send it: lower case, without default port and path. */
    private static Optional<String> plain(String origin, Settings settings, Translation into) {
        Matcher matcher = ORIGIN.matcher(origin);
        if (!matcher.matches()) {
            into.wrong(settings, "origins", origin, "an origin with its scheme, such as https://app.example.com");
            return Optional.empty();
        }
        String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
        String port = matcher.group(3);
        boolean usual = port == null
                || (scheme.equals("http") && port.equals("80"))
                || (scheme.equals("https") && port.equals("443"));
        return Optional.of(scheme + "://" + matcher.group(2).toLowerCase(Locale.ROOT) + (usual ? "" : ":" + port));
    }

    private static Optional<String> expression(String origin, Settings settings, Translation into) {
        if (origin.contains("://*.")) {
            into.differs(
                    settings,
                    "origins",
                    Shown.text(origin)
                            + " is a regular expression, in which * repeats the slash before it; it stands for no"
                            + " subdomain",
                    "write https://[^/:]+\\."
                            + Shown.text(origin.substring(origin.indexOf("://*.") + 5))
                                    .replace(".", "\\."));
        }
        String body = origin.startsWith("^") ? origin.substring(1) : origin;
        body = body.endsWith("$") ? body.substring(0, body.length() - 1) : body;
        String whole =
                origin.indexOf(':') < 0 ? "[a-z][a-z0-9+.-]*://(?:" + body + ")(?::[0-9]+)?" : "(?:" + body + ")";
        return Expressions.of(settings, "origins", whole, into).map(expression -> "~" + expression);
    }
}
