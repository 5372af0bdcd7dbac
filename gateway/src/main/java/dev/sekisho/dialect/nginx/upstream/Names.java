package dev.sekisho.dialect.nginx.upstream;

import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.dialect.nginx.directive.Values;
import dev.sekisho.dialect.nginx.draft.DraftKinds;
import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.model.Address;
import dev.sekisho.model.Dns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** How names of servers are looked up: {@code resolver} and {@code resolver_timeout}. Belongs to one translation. */
final class Names {

    /** As the system does it, which is how nginx looks names up that it meets in its configuration. */
    static final Dns SYSTEM =
            new Dns(Duration.ofSeconds(10), Duration.ofSeconds(1), List.of(), Duration.ofSeconds(1), true);

    private static final int PORT = 53;
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST_VALID = Duration.ofHours(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final Translation in;
    private final Once once;

    Names(Translation in, Once once) {
        this.in = in;
        this.once = once;
    }

    /** How names are looked up while requests are served. */
    Dns of(Settings settings) {
        Optional<Directive> resolver = settings.one("resolver");
        if (resolver.isEmpty() || resolver.get().arg(0).equals("off")) {
            return SYSTEM;
        }
        Directive directive = resolver.get();
        boolean first = once.first(directive);
        List<Address> servers = new ArrayList<>();
        for (String word : directive.texts()) {
            server(word).ifPresentOrElse(servers::add, () -> option(directive, word, first));
        }
        Optional<Duration> valid = directive.texts().stream()
                .filter(word -> word.startsWith("valid="))
                .map(word -> within(Values.milliseconds(word.substring(6)), SHORTEST, LONGEST_VALID))
                .findFirst();
        return new Dns(
                valid.orElse(LONGEST_VALID),
                valid.orElse(Duration.ofSeconds(1)),
                servers,
                within(settings.milliseconds("resolver_timeout"), Duration.ofMillis(10), LONGEST_WAIT),
                false);
    }

    private static Optional<Address> server(String word) {
        dev.sekisho.dialect.nginx.directive.Address read = dev.sekisho.dialect.nginx.directive.Address.of(word);
        String host = Encryption.withoutPort(word);
        if (word.indexOf('=') >= 0 || !read.problem().isEmpty()) {
            return Optional.empty();
        }
        try {
            int port = read.port() == 0 ? PORT : read.port();
            return new Dns(
                            SYSTEM.refresh(),
                            SYSTEM.minRefresh(),
                            List.of(new Address(host, port)),
                            SYSTEM.timeout(),
                            true)
                    .servers().stream().findFirst();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private void option(Directive directive, String word, boolean first) {
        if (!first || word.startsWith("valid=") || word.equals("ipv6=on") || word.equals("ipv4=on")) {
            return;
        }
        if (word.startsWith("status_zone=")) {
            in.report()
                    .add(
                            DraftKinds.NO_EFFECT,
                            directive.at(),
                            directive + " status_zone: look-ups are counted anyway.",
                            "");
        } else if (word.startsWith("ipv")) {
            in.report()
                    .add(
                            DraftKinds.DIFFERS,
                            directive.at(),
                            directive + " " + word + ": addresses of both families are asked for.",
                            "");
        } else {
            in.report()
                    .add(
                            DraftKinds.NOT_HONOURED,
                            directive.at(),
                            directive + " " + word
                                    + " is no address (expected: an IP address, with a port where it is not 53).",
                            "write the address of the server");
        }
    }

    private static Duration within(OptionalLong millis, Duration least, Duration most) {
        Duration time = Duration.ofMillis(millis.orElse(30_000));
        return time.compareTo(least) < 0 ? least : time.compareTo(most) > 0 ? most : time;
    }
}
