package dev.sekisho.dialect.nginx.config;

import dev.sekisho.dialect.nginx.directive.Values;
import dev.sekisho.dialect.nginx.syntax.Directive;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A group of servers that requests are passed to. Immutable, thread-safe.
 *
 * @param directive where it is written
 * @param name its name
 * @param peers its servers in order
 * @param method how one is chosen: {@code hash}, {@code ip_hash}, {@code least_conn}, {@code random} or {@code least_time};
 *     none for round robin
 * @param settings everything else in it, such as {@code keepalive} and {@code zone}
 */
public record Upstream(
        Directive directive, String name, List<Peer> peers, Optional<Directive> method, Settings settings) {

    private static final List<String> METHODS = List.of("hash", "ip_hash", "least_conn", "random", "least_time");

    /** Copies the list. */
    public Upstream {
        peers = List.copyOf(peers);
    }

    /**
     * A server of a group.
     *
     * @param directive where it is written
     * @param address its address as it is written
     * @param weight its share
     * @param maxConnections how many connections it gets at most; 0 for any number
     * @param maxFails failures within {@code failMillis} after which it rests; 0 for never
     * @param failMillis how long failures count and a server rests, in milliseconds
     * @param isBackup whether it serves only where all others rest
     * @param isDown whether it serves never
     */
    public record Peer(
            Directive directive,
            String address,
            int weight,
            int maxConnections,
            int maxFails,
            long failMillis,
            boolean isBackup,
            boolean isDown) {

        static Peer of(Directive directive) {
            List<String> texts = directive.texts();
            return new Peer(
                    directive,
                    texts.getFirst(),
                    number(texts, "weight=", 1),
                    number(texts, "max_conns=", 0),
                    number(texts, "max_fails=", 1),
                    value(texts, "fail_timeout=")
                                    .map(Values::seconds)
                                    .flatMap(Peer::boxed)
                                    .orElse(10L)
                            * 1000,
                    texts.contains("backup"),
                    texts.contains("down"));
        }

        private static Optional<Long> boxed(OptionalLong number) {
            return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
        }

        private static Optional<String> value(List<String> texts, String prefix) {
            return texts.stream()
                    .filter(text -> text.startsWith(prefix))
                    .map(text -> text.substring(prefix.length()))
                    .reduce((first, last) -> last);
        }

        private static int number(List<String> texts, String prefix, int otherwise) {
            return value(texts, prefix)
                    .map(Values::number)
                    .flatMap(Peer::boxed)
                    .map(number -> (int) Math.min(number, Integer.MAX_VALUE))
                    .orElse(otherwise);
        }
    }

    static Upstream of(Directive directive) {
        List<Directive> inside = directive.inside();
        return new Upstream(
                directive,
                directive.arg(0),
                directive.inside("server").map(Peer::of).toList(),
                inside.stream().filter(each -> METHODS.contains(each.name())).reduce((first, last) -> last),
                Settings.of(inside, Settings.NONE));
    }
}
