package dev.sekisho.dialect.nginx.guard;

import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.draft.Aspect;
import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.draft.RouteDraft;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.policy.anyof.AnyOfConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Who may ask: {@code allow} and {@code deny}, {@code auth_basic}, {@code auth_jwt}, {@code auth_request}, and {@code satisfy}. */
final class Access implements Aspect {

    private final Guards guards;
    private final Passwords passwords;
    private final Tokens tokens;
    private final AuthRequests requests;

    Access(Guards guards) {
        this.guards = guards;
        this.passwords = new Passwords(guards);
        this.tokens = new Tokens(guards);
        this.requests = new AuthRequests(guards);
    }

    @Override
    public void apply(Place place, RouteDraft route) {
        Settings settings = place.settings();
        List<Way> ways = new ArrayList<>();
        Stream.of(passwords.of(place), tokens.of(place), requests.of(place))
                .flatMap(Optional::stream)
                .forEach(ways::add);
        boolean any = settings.text("satisfy").equalsIgnoreCase("any") && !ways.isEmpty();
        Optional<Way> addresses = new AddressRules(guards.notes()).of(place, any);
        addresses.ifPresent(ways::addFirst);
        if (!any || ways.size() == 1) {
            ways.forEach(way -> route.policy(way.type(), way.config(), way.at()));
            return;
        }
        Directive satisfy = settings.one("satisfy").orElseThrow();
        if (ways.stream().filter(way -> !way.type().equals("ip")).count() > 1) {
            guards.notes()
                    .differs(
                            satisfy,
                            "answers 403 where a service refuses and a password is missing; nginx answers 401",
                            "let one of auth_basic, auth_jwt and auth_request decide");
        }
        route.policy("any-of", new AnyOfConfig(ways.stream().map(Way::use).toList()), satisfy.at());
    }
}
