package dev.sekisho.dialect.nginx.config;

import dev.sekisho.dialect.nginx.directive.Values;
import dev.sekisho.dialect.nginx.syntax.Directive;
import java.util.List;
import java.util.Optional;

/**
 * A zone of shared memory in which {@code limit_req}, {@code limit_conn} or a cache keep what they know.
 *
 * @param directive where it is written
 * @param name its name
 * @param bytes its size
 * @param key what is counted, a text with variables; empty for caches
 * @param perMinute requests in a minute; 0 where none are counted
 */
public record Zone(Directive directive, String name, long bytes, String key, long perMinute) {

    /** The zone that a directive defines; nothing for directives that define none. */
    static Optional<Zone> of(Directive directive) {
        return switch (directive.name()) {
            case "limit_req_zone", "limit_conn_zone" -> zone(directive, "zone=", directive.arg(0));
            case "proxy_cache_path", "fastcgi_cache_path", "uwsgi_cache_path", "scgi_cache_path" ->
                zone(directive, "keys_zone=", "");
            default -> Optional.empty();
        };
    }

    private static Optional<Zone> zone(Directive directive, String prefix, String key) {
        List<String> texts = directive.texts();
        return value(texts, prefix).filter(text -> text.contains(":")).map(text -> {
            int colon = text.lastIndexOf(':');
            long bytes = Values.size(text.substring(colon + 1)).orElse(0);
            boolean counts = directive.name().equals("limit_req_zone");
            long rate = counts ? value(texts, "rate=").map(Zone::perMinute).orElse(60L) : 0;
            return new Zone(directive, text.substring(0, colon), bytes, key, rate);
        });
    }

    private static Optional<String> value(List<String> texts, String prefix) {
        return texts.stream()
                .filter(text -> text.startsWith(prefix))
                .map(text -> text.substring(prefix.length()))
                .reduce((first, last) -> last);
    }

    private static long perMinute(String rate) {
        boolean unit = rate.endsWith("r/s") || rate.endsWith("r/m");
        long number = Values.number(unit ? rate.substring(0, rate.length() - 3) : rate)
                .orElse(0);
        return rate.endsWith("r/m") ? number : number * 60;
    }
}
