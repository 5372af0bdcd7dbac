package dev.sekisho.dialect.nginx.stream;

import dev.sekisho.dialect.nginx.config.Upstream;
import dev.sekisho.dialect.nginx.socket.Notes;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.model.Balance;
import dev.sekisho.model.Balance.Algorithm;
import dev.sekisho.model.HashKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How a server of a group of streams is chosen. Belongs to one translation. */
final class Balances {

    static final Balance ROUND_ROBIN = balance(Algorithm.ROUND_ROBIN);

    private static final List<String> ADDRESS = List.of("$remote_addr", "$binary_remote_addr");

    private final Notes notes;

    Balances(Notes notes) {
        this.notes = notes;
    }

    private static Balance balance(Algorithm algorithm) {
        return new Balance(algorithm, Optional.empty(), Optional.empty(), Duration.ZERO);
    }

    Balance of(Upstream group) {
        return group.method().map(this::method).orElse(ROUND_ROBIN);
    }

    private Balance method(Directive method) {
        return switch (method.name()) {
            case "least_conn" -> balance(Algorithm.LEAST_CONNECTIONS);
            case "hash" -> hash(method);
            case "random" -> random(method);
            case "least_time" -> {
                notes.differs(method, "the faster of two servers at random is taken, by a moving average", "");
                yield balance(Algorithm.EWMA);
            }
            default -> ROUND_ROBIN;
        };
    }

    private Balance random(Directive method) {
        return balance(method.args().isEmpty() ? Algorithm.RANDOM : Algorithm.LEAST_REQUEST);
    }

    private Balance hash(Directive method) {
        if (!ADDRESS.contains(method.arg(0))) {
            notes.notHonoured(
                    method,
                    "streams go by the client's address alone (expected: hash $remote_addr)",
                    "write hash $remote_addr, or another method");
            return ROUND_ROBIN;
        }
        notes.differs(method, "a client always gets the same server, but another one than from nginx", "");
        return new Balance(Algorithm.RING_HASH, Optional.of(HashKey.ofAddress()), Optional.empty(), Duration.ZERO);
    }
}
