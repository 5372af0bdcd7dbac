package dev.sekisho.dialect.kong.plugin;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;

/** {@code redirect}: sends clients elsewhere, with the path and query that they asked for where that is wanted. */
final class RedirectPlugin implements Plugin {

    private static final Schema SCHEMA = Schema.of(
            Field.whole("status_code", 301).between(200, 599),
            Field.text("location"),
            Field.flag("keep_incoming_path", false));

    @Override
    public String name() {
        return "redirect";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public String by() {
        return "policy `respond`";
    }

    @Override
    public void translate(Settings settings, Translation into) {
        String text = settings.text("location").orElse("");
        URI location;
        try {
            location = new URI(text);
        } catch (URISyntaxException e) {
            location = URI.create("");
        }
        if (location.getScheme() == null || location.getRawAuthority() == null) {
            into.wrong(
                    settings, "location", text.isEmpty() ? "none" : text, "a URL, such as https://www.example.com/new");
            return;
        }
        String target = settings.flag("keep_incoming_path")
                ? Templates.plain(location.getScheme() + "://" + location.getRawAuthority()) + "{path}{search}"
                : Templates.plain(text);
        into.policy(
                "respond",
                Map.of(
                        "status", settings.whole("status_code").orElse(301L).intValue(),
                        "headers", Map.of("Location", target),
                        "body", Optional.of("redirecting")));
    }
}
