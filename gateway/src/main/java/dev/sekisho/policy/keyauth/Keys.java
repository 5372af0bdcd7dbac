package dev.sekisho.policy.keyauth;

import dev.sekisho.dataplane.identity.Consumers;
import java.util.Optional;

/**
 * Where keys are looked for.
 *
 * @param configured those of the configuration, first
 * @param stored those of a store, if there is one
 * @param consumers consumers of the configuration
 */
record Keys(KeyTable configured, Optional<StoredKeys> stored, Consumers consumers) {

    /** Who shows a key of the store, by the consumers of this configuration, which may be newer than when it was looked up. */
    KnownKey known(Finding.Found found) throws StoredKey.Malformed {
        return found.among().refersTo(consumers)
                ? found.known()
                : found.stored().known(consumers);
    }
}
