package dev.sekisho.policy.ratelimit;

import dev.sekisho.dataplane.Exchange;
import dev.sekisho.policy.ratelimit.RateLimitConfig.EmptyKey;
import dev.sekisho.policy.ratelimit.algorithm.LimitKey;

/**
 * Writes whose requests are counted together, so that no key of one kind can be taken for one of another: first the route, where each
 * counts for itself, then the kind, then the key. Immutable, thread-safe.
 */
final class KeyWriter {

    private static final int END = 0; // of a route's name

    private final KeySource source;
    private final KeySource address;
    private final boolean byRoute;
    private final EmptyKey emptyKey;

    /** What has become of a request's key. */
    enum Written {
        /** It is written. */
        WRITTEN,
        /** It has none, and passes. */
        NONE,
        /** It has none, and is refused. */
        REFUSED
    }

    /** That of settings. */
    KeyWriter(RateLimitConfig config) {
        source = KeySource.parse(config.key(), config.addressPrefix());
        address = KeySource.parse("address", config.addressPrefix());
        byRoute = config.zone().isEmpty() && source != KeySource.Known.GLOBAL;
        emptyKey = config.emptyKey();
    }

    /** What the metrics call the kind of key. */
    String kind() {
        return source.kind();
    }

    /** Writes the key of a request. */
    Written write(Exchange x, Desk desk) {
        if (write(x, desk, source)) {
            return Written.WRITTEN;
        }
        return switch (emptyKey) {
            case PASS -> Written.NONE;
            case REFUSE -> Written.REFUSED;
            case ADDRESS -> {
                write(x, desk, address);
                yield Written.WRITTEN;
            }
        };
    }

    private boolean write(Exchange x, Desk desk, KeySource from) {
        LimitKey key = desk.key;
        key.clear();
        if (byRoute) {
            key.add(x.route().name());
            key.add(END);
        }
        key.add(from == source ? 'k' : 'a');
        return from.write(x, key, desk.scratch);
    }
}
