package dev.sekisho.dialect.kong.plugin;

import java.util.List;
import java.util.Map;

/** {@code key-auth}: clients are known by keys of consumers (keyauth_credentials). */
final class KeyAuthPlugin implements Plugin {

    private static final Schema SCHEMA = Schema.of(
            Field.texts("key_names", "apikey"),
            Field.flag("hide_credentials", false),
            Field.text("anonymous"),
            Field.flag("key_in_header", true),
            Field.flag("key_in_query", true),
            Field.flag("key_in_body", false)
                    .refused(
                            "a key in a body would have every body read before it is known whose it is",
                            "have clients send the key in a header"),
            Field.flag("run_on_preflight", true),
            Field.text("realm"));

    @Override
    public String name() {
        return "key-auth";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public String by() {
        return "policy `key-auth`";
    }

    @Override
    public void translate(Settings settings, Translation into) {
        List<String> names = settings.texts("key_names");
        boolean header = settings.flag("key_in_header");
        boolean query = settings.flag("key_in_query");
        if (names.isEmpty()) {
            into.wrong(settings, "key_names", "an empty list", "at least one name");
        }
        if (!header && !query) {
            into.wrong(
                    settings, "key_in_header", "false beside key_in_query: false", "one of them, or there is no key");
        }
        if (header && names.stream().anyMatch(name -> name.matches("(?i)authorization|cookie"))) {
            into.refuse(
                    settings,
                    "key_names",
                    "Authorization and Cookie hold more than a key",
                    "use a field of its own, or key_in_header: false");
        }
        into.policy(
                "key-auth",
                Map.of(
                        "headers", header ? names : List.of(),
                        "query", query ? names : List.of(),
                        "hideCredentials", settings.flag("hide_credentials"),
                        "anonymous", into.anonymous(settings),
                        "anonymousOnWrong", Translation.hasAnonymous(settings),
                        "preflights", settings.flag("run_on_preflight"),
                        "realm", settings.text("realm").orElse("kong")));
    }
}
