package dev.sekisho.dialect.nginx.guard;

import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.directive.Values;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.model.Secret;
import dev.sekisho.policy.jwt.JwtConfig;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code auth_jwt} of NGINX Plus: signed tokens, with keys of a file. */
final class Tokens {

    private static final long LONGEST_LEEWAY = 600; // seconds, of the policy
    private static final List<String> OTHERS = List.of("auth_jwt_require", "auth_jwt_claim_set", "auth_jwt_header_set");

    private final Guards guards;

    /** Where a token is. */
    private record From(String place, String name) {}

    Tokens(Guards guards) {
        this.guards = guards;
    }

    /** The policy; nothing where no token is asked for. */
    Optional<Way> of(Place place) {
        Settings settings = place.settings();
        Optional<Directive> use = Asking.one(settings, "auth_jwt");
        if (use.isEmpty()) {
            return Optional.empty();
        }
        Notes notes = guards.notes();
        for (String name : OTHERS) {
            settings.one(name)
                    .ifPresent(each -> notes.notHonoured(
                            each, "is not honoured: claims are read by $jwt_claim_NAME alone", "remove it"));
        }
        settings.one("auth_jwt_type")
                .filter(each -> !each.arg(0).equals("signed"))
                .ifPresent(each ->
                        notes.notHonoured(each, "is not honoured: encrypted tokens are not read", "use signed tokens"));
        settings.one("auth_jwt_key_request")
                .ifPresent(each -> notes.notHonoured(
                        each, "is not honoured: keys are read from files", "write auth_jwt_key_file with these keys"));
        Optional<Secret> keys = keys(use.get(), settings.all("auth_jwt_key_file"));
        Optional<String> realm = Realm.of(use.get(), notes);
        Optional<From> from = from(use.get());
        Optional<Duration> leeway = leeway(settings);
        return keys.isEmpty() || realm.isEmpty() || from.isEmpty() || leeway.isEmpty()
                ? Optional.empty()
                : Optional.of(new Way(
                        "jwt",
                        JwtConfig.ofKeys(
                                keys.get(),
                                realm.get(),
                                leeway.get(),
                                from.get().place(),
                                from.get().name()),
                        use.get().at()));
    }

    private Optional<Secret> keys(Directive use, List<Directive> files) {
        if (files.size() != 1 || files.getFirst().arg(0).indexOf('$') >= 0) {
            guards.notes()
                    .notHonoured(
                            files.isEmpty() ? use : files.getLast(),
                            "has no keys here (expected: one auth_jwt_key_file, without variables)",
                            "put all keys into one file");
            return Optional.empty();
        }
        String name = files.getFirst().arg(0);
        List<String> lines = guards.in().lines(name, files.getFirst().at());
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(new Secret(
                        String.join("\n", lines), "${file:" + guards.in().file(name) + "}"));
    }

    private Optional<From> from(Directive use) {
        if (use.args().size() < 2) {
            return Optional.of(new From("header", "Authorization"));
        }
        String token = use.arg(1).toLowerCase(Locale.ROOT).replaceAll("[{}]", "");
        for (String place : List.of("cookie", "arg", "http")) {
            String prefix = "token=$" + place + "_";
            if (token.startsWith(prefix)
                    && token.indexOf('$', prefix.length()) < 0
                    && !token.endsWith("_authorization")) {
                // nginx finds it in any case, the policy in that of the configuration
                String name = use.arg(1).replaceAll("[{}]", "").substring(prefix.length());
                return Optional.of(
                        switch (place) {
                            case "cookie" -> new From("cookie", name);
                            case "arg" -> new From("query", name);
                            default -> new From("header", name.replace('_', '-'));
                        });
            }
        }
        guards.notes()
                .notHonoured(
                        use,
                        "looks for tokens where none are looked for here",
                        "write token=$cookie_NAME, token=$arg_NAME or token=$http_NAME, or nothing for Authorization");
        return Optional.empty();
    }

    private Optional<Duration> leeway(Settings settings) {
        long seconds = settings.one("auth_jwt_leeway")
                .map(each -> Values.seconds(each.arg(0)).orElse(0))
                .orElse(0L);
        if (seconds > LONGEST_LEEWAY) {
            guards.notes()
                    .notHonoured(
                            settings.one("auth_jwt_leeway").orElseThrow(),
                            "is longer than " + LONGEST_LEEWAY + " s",
                            "write at most that");
            return Optional.empty();
        }
        return Optional.of(Duration.ofSeconds(seconds));
    }
}
