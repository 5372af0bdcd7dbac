package dev.sekisho.dialect.nginx.guard;

import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.syntax.ConfigFiles;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.model.Secret;
import dev.sekisho.policy.basic.BasicConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code auth_basic} and {@code auth_basic_user_file}. Each file is read once; belongs to one translation. */
final class Passwords {

    private static final Duration REMEMBER = Duration.ofMinutes(5);
    private static final int SHOWN = 10; // numbers of lines in a message

    private final Guards guards;
    private final Map<String, PasswordFile> files = new HashMap<>();

    Passwords(Guards guards) {
        this.guards = guards;
    }

    /** The policy; nothing where no password is asked for. */
    Optional<Way> of(Place place) {
        Settings settings = place.settings();
        Optional<Directive> basic = Asking.one(settings, "auth_basic");
        if (basic.isEmpty()) {
            return Optional.empty();
        }
        Optional<Directive> file = settings.one("auth_basic_user_file");
        if (file.isEmpty()) {
            guards.notes()
                    .noEffect(basic.get(), "asks nobody, as with nginx, since no auth_basic_user_file says who may");
            return Optional.empty();
        }
        Optional<String> realm = Realm.of(basic.get(), guards.notes());
        Optional<Secret> users = users(file.get());
        return realm.isEmpty() || users.isEmpty()
                ? Optional.empty()
                : Optional.of(new Way(
                        "basic",
                        new BasicConfig(users, realm.get(), false, Optional.empty(), false, REMEMBER, false, false),
                        basic.get().at()));
    }

    private Optional<Secret> users(Directive directive) {
        String name = directive.arg(0);
        if (name.indexOf('$') >= 0) {
            guards.notes()
                    .notHonoured(
                            directive,
                            "names a file by a variable; files are read with the configuration",
                            "write a location for each file");
            return Optional.empty();
        }
        String path = guards.in().file(name);
        PasswordFile file = files.get(path);
        if (file == null) {
            file = PasswordFile.of(guards.in().lines(name, directive.at()));
            files.put(path, file);
        }
        return users(directive, path, file);
    }

    private Optional<Secret> users(Directive directive, String path, PasswordFile file) {
        if (!file.unread().isEmpty()) {
            String lines =
                    file.unread().stream().limit(SHOWN).map(String::valueOf).collect(Collectors.joining(", "));
            guards.notes()
                    .notHonoured(
                            directive,
                            "has passwords that cannot be checked, in " + path + " on lines " + lines
                                    + (file.unread().size() > SHOWN ? " and more" : "") + " (expected: "
                                    + BasicConfig.hashForms() + ")",
                            "set these passwords anew, with htpasswd -B or openssl passwd -6");
            return Optional.empty();
        }
        if (file.users().isEmpty()) {
            if (guards.in().files().read(path) instanceof ConfigFiles.Content) { // else that is reported
                guards.notes()
                        .notHonoured(
                                directive,
                                "names " + path + ", which has no user, so that nobody would be let in",
                                "write deny all where that is meant");
            }
            return Optional.empty();
        }
        guards.notes()
                .differs(
                        directive,
                        "is read with the configuration, " + path + " included; nginx reads it for each request",
                        "reload after changing it");
        return Optional.of(new Secret(file.text().stripTrailing(), "${file:" + path + "}"));
    }
}
