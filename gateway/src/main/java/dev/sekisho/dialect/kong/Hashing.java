package dev.sekisho.dialect.kong;

import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.kong.entity.Entity;
import dev.sekisho.model.Balance;
import dev.sekisho.model.HashKey;
import dev.sekisho.model.Sticky;
import java.time.Duration;
import java.util.Optional;

/** Which target of an upstream serves a request: algorithm, {@code hash_on} and its companions. */
final class Hashing {

    /** What {@code hash_on} and {@code hash_fallback} may be. */
    static final String[] KINDS = {"none", "consumer", "ip", "header", "cookie", "path", "query_arg", "uri_capture"};

    /** In turn, by weight. */
    static final Balance ROUND_ROBIN = plain(Balance.Algorithm.ROUND_ROBIN);

    private static final String CONSISTENT = "consistent-hashing";
    private static final String NONE = "none";

    private final Entity upstream;
    private final Report report;

    private Hashing(Entity upstream, Report report) {
        this.upstream = upstream;
        this.report = report;
    }

    static Balance of(Entity upstream, Report report) {
        return new Hashing(upstream, report).balance();
    }

    private Balance balance() {
        String on = word("hash_on");
        boolean hashes = !on.equals(NONE) && !upstream.given("algorithm"); // as Kong infers it
        String algorithm = hashes ? CONSISTENT : word("algorithm");
        return switch (algorithm) {
            case "least-connections" -> plain(Balance.Algorithm.LEAST_CONNECTIONS);
            case "latency" -> plain(Balance.Algorithm.EWMA);
            case "sticky-sessions" -> sticky();
            case CONSISTENT -> on.equals(NONE) ? plain(Balance.Algorithm.ROUND_ROBIN) : consistent(on);
            default -> plain(Balance.Algorithm.ROUND_ROBIN);
        };
    }

    private Balance consistent(String on) {
        String fallback = word("hash_fallback");
        boolean asked = fallback.equals(NONE) || fallback.equals("ip"); // as what has no key goes by its address
        if (!asked && !on.equals("cookie") && !on.equals("ip") && !on.equals("path")) { // which every request has
            String message = "hash_fallback: " + fallback
                    + " is not asked; requests without the key of hash_on go by the client's address";
            String fix = "use hash_fallback: ip, or hash on what every request has";
            report.add(Kinds.DIFFERS, upstream.at("hash_fallback"), message, fix);
        }
        if (on.equals("cookie")) {
            String message = "hash_on: cookie: the cookie is read, but not set for clients that have none";
            report.add(Kinds.DIFFERS, upstream.at("hash_on"), message, "use algorithm: sticky-sessions");
        }
        return key(on).map(key ->
                        new Balance(Balance.Algorithm.RING_HASH, Optional.of(key), Optional.empty(), Duration.ZERO))
                .orElseGet(() -> plain(Balance.Algorithm.ROUND_ROBIN));
    }

    private Optional<HashKey> key(String on) {
        return switch (on) {
            case "consumer" ->
                Optional.of(key(Optional.empty(), Optional.empty(), Optional.empty(), false, false, true));
            case "ip" -> Optional.of(key(Optional.empty(), Optional.empty(), Optional.empty(), true, false, false));
            case "path" -> Optional.of(key(Optional.empty(), Optional.empty(), Optional.empty(), false, true, false));
            case "header" ->
                companion("hash_on_header")
                        .map(name -> key(Optional.of(name), Optional.empty(), Optional.empty(), false, false, false));
            case "cookie" ->
                companion("hash_on_cookie")
                        .map(name -> key(Optional.empty(), Optional.of(name), Optional.empty(), false, false, false));
            case "query_arg" ->
                companion("hash_on_query_arg")
                        .map(name -> key(Optional.empty(), Optional.empty(), Optional.of(name), false, false, false));
            default -> {
                String message = "hash_on: uri_capture (expected: something else than a group of the route's path)";
                report.add(Kinds.REFUSED, upstream.at("hash_on"), message, "use hash_on: path, or header");
                yield Optional.empty();
            }
        };
    }

    private static HashKey key(
            Optional<String> header,
            Optional<String> cookie,
            Optional<String> query,
            boolean address,
            boolean path,
            boolean consumer) {
        return new HashKey(header, cookie, query, address, path, consumer, false);
    }

    private Optional<String> companion(String field) {
        Optional<String> name = upstream.text(field);
        if (name.isEmpty()) {
            String message = "hash_on: " + word("hash_on") + " (expected: " + field + " beside it)";
            report.add(Kinds.CONFLICT, upstream.at("hash_on"), message, "add " + field);
        }
        return name;
    }

    private Balance sticky() {
        String cookie = upstream.text("sticky_sessions_cookie").orElse("");
        if (cookie.isEmpty()) {
            String message = "algorithm: sticky-sessions (expected: sticky_sessions_cookie beside it)";
            report.add(Kinds.CONFLICT, upstream.at("algorithm"), message, "add sticky_sessions_cookie");
            return plain(Balance.Algorithm.ROUND_ROBIN);
        }
        Sticky sticky = new Sticky(
                cookie,
                Duration.ZERO,
                upstream.text("sticky_sessions_cookie_path").orElse("/"),
                false);
        return new Balance(Balance.Algorithm.ROUND_ROBIN, Optional.empty(), Optional.of(sticky), Duration.ZERO);
    }

    private static Balance plain(Balance.Algorithm algorithm) {
        return new Balance(algorithm, Optional.empty(), Optional.empty(), Duration.ZERO);
    }

    private String word(String field) {
        return upstream.text(field).orElse(NONE);
    }
}
