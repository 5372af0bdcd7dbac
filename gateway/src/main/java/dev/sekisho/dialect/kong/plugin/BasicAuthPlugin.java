package dev.sekisho.dialect.kong.plugin;

import java.util.Map;

/** {@code basic-auth}: clients are known by user names and passwords of consumers (basicauth_credentials). */
final class BasicAuthPlugin implements Plugin {

    private static final Schema SCHEMA =
            Schema.of(Field.flag("hide_credentials", false), Field.text("anonymous"), Field.text("realm", "service"));

    @Override
    public String name() {
        return "basic-auth";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public String by() {
        return "policy `basic`";
    }

    @Override
    public void translate(Settings settings, Translation into) {
        into.policy(
                "basic",
                Map.of(
                        "hideCredentials", settings.flag("hide_credentials"),
                        "anonymous", into.anonymous(settings),
                        "anonymousOnWrong", Translation.hasAnonymous(settings),
                        "realm", settings.text("realm").orElse("service")));
    }
}
