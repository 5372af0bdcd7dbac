package dev.sekisho.dialect.nginx.upstream;

import dev.sekisho.dialect.nginx.config.Upstream;
import dev.sekisho.dialect.nginx.directive.Values;
import dev.sekisho.dialect.nginx.draft.DraftKinds;
import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.model.Balance;
import dev.sekisho.model.Balance.Algorithm;
import dev.sekisho.model.HashKey;
import dev.sekisho.model.Lookup;
import dev.sekisho.model.Sticky;
import dev.sekisho.model.Variable;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** How a server of a group is chosen. Belongs to one translation. */
final class Balances {

    static final Balance ROUND_ROBIN = balance(Algorithm.ROUND_ROBIN);

    private static final Duration LONGEST_START = Duration.ofHours(1);
    private static final Duration LONGEST_COOKIE = Duration.ofDays(365);

    private final Translation in;
    private final Map<Upstream, Balance> known = new IdentityHashMap<>();
    private int made;

    Balances(Translation in) {
        this.in = in;
    }

    private static Balance balance(Algorithm algorithm) {
        return new Balance(algorithm, Optional.empty(), Optional.empty(), Duration.ZERO);
    }

    /** How one of the group is chosen. */
    Balance of(Upstream group) {
        return known.computeIfAbsent(group, this::read); // what is wrong is told once
    }

    private Balance read(Upstream group) {
        Balance by = group.method().map(each -> method(group, each)).orElse(ROUND_ROBIN);
        return new Balance(by.algorithm(), by.hash(), sticky(group), slowStart(group));
    }

    private Balance method(Upstream group, Directive method) {
        return switch (method.name()) {
            case "least_conn" -> balance(Algorithm.LEAST_CONNECTIONS);
            case "ip_hash" -> balance(Algorithm.ADDRESS_HASH);
            case "hash" -> hash(group, method);
            case "random" -> random(method);
            case "least_time" -> {
                differs(method, "the faster of two servers at random is taken, by a moving average");
                yield balance(Algorithm.EWMA);
            }
            default -> ROUND_ROBIN;
        };
    }

    private Balance random(Directive method) {
        if (method.args().isEmpty()) {
            return balance(Algorithm.RANDOM);
        }
        if (method.texts().getLast().startsWith("least_time")) {
            differs(method, "the faster of two is told by a moving average of times to the head of the answer");
            return balance(Algorithm.EWMA);
        }
        return balance(Algorithm.LEAST_REQUEST);
    }

    private Balance hash(Upstream group, Directive method) {
        boolean ring = method.texts().contains("consistent");
        if (ring && group.peers().stream().anyMatch(peer -> !namesPort(peer.address()))) {
            differs(
                    method,
                    "equal keys always go to the same server, but to another one than from nginx, which puts servers on its "
                            + "ring as they are written, without a port where none is");
        }
        Algorithm algorithm = ring ? Algorithm.KETAMA : Algorithm.MODULO_HASH;
        return new Balance(algorithm, Optional.of(key(method)), Optional.empty(), Duration.ZERO);
    }

    private static boolean namesPort(String address) {
        return address.lastIndexOf(':') > address.lastIndexOf(']');
    }

    private HashKey key(Directive method) {
        String text = method.arg(0);
        if (text.equals("$binary_remote_addr")) {
            return HashKey.ofAddress();
        }
        String name = "hash-key-" + ++made; // no name of nginx's has a dash
        String here = in.texts().ofRequest(text, method.at());
        Lookup always = new Lookup.MapLookup(here, Map.of(), Optional.of(here), false);
        in.parts().add(new Variable(name, always, method.at()));
        return HashKey.ofVariable(name);
    }

    private Duration slowStart(Upstream group) {
        List<Long> times = group.peers().stream()
                .map(peer -> Peers.parameter(peer, "slow_start=")
                        .map(Values::milliseconds)
                        .orElse(OptionalLong.empty()))
                .map(time -> time.orElse(0))
                .distinct()
                .toList();
        long longest = times.stream().mapToLong(Long::longValue).max().orElse(0);
        if (times.size() > 1) {
            differs(group.directive(), "slow_start differs between servers; the longest counts for all");
        }
        Duration time = Duration.ofMillis(longest);
        return time.compareTo(LONGEST_START) > 0 ? LONGEST_START : time;
    }

    /** {@code sticky cookie}; other kinds need what only nginx's own shared memory has. */
    private Optional<Sticky> sticky(Upstream group) {
        Optional<Directive> sticky =
                group.settings().one("sticky").or(() -> group.settings().one("sticky_cookie_insert"));
        if (sticky.isEmpty()) {
            return Optional.empty();
        }
        Directive directive = sticky.get();
        List<String> words = directive.texts();
        boolean old = directive.name().equals("sticky_cookie_insert");
        if (!old && (!words.getFirst().equals("cookie") || words.size() < 2)) {
            refused(directive, "only sticky cookie is honoured", "write sticky cookie NAME");
            return Optional.empty();
        }
        List<String> more = words.subList(old ? 1 : 2, words.size());
        more.stream().filter(word -> !isHonoured(word)).forEach(word -> differs(directive, word + " is left out"));
        differs(
                directive,
                "the cookie is HttpOnly and SameSite=Lax and holds for the path / where none is given, and its value is not nginx's: clients are sorted anew once");
        return Optional.of(new Sticky(
                words.get(old ? 0 : 1),
                value(more, "expires=").map(Balances::time).orElse(Duration.ZERO),
                value(more, "path=").orElse("/"),
                more.contains("secure")));
    }

    private static boolean isHonoured(String word) {
        return word.startsWith("expires=")
                || Stream.of("path=", "secure", "httponly", "samesite=lax").anyMatch(word::startsWith);
    }

    private static Optional<String> value(List<String> words, String prefix) {
        return words.stream()
                .filter(word -> word.startsWith(prefix))
                .map(word -> word.substring(prefix.length()))
                .findFirst();
    }

    private static Duration time(String text) {
        if (text.equals("max")) {
            return LONGEST_COOKIE;
        }
        Duration time = Duration.ofSeconds(Values.seconds(text).orElse(0));
        return time.compareTo(LONGEST_COOKIE) > 0 ? LONGEST_COOKIE : time;
    }

    private void differs(Directive directive, String how) {
        in.report().add(DraftKinds.DIFFERS, directive.at(), directive + " " + how + ".", "");
    }

    private void refused(Directive directive, String why, String fix) {
        in.report().add(DraftKinds.NOT_HONOURED, directive.at(), directive + " " + why + ".", fix);
    }
}
