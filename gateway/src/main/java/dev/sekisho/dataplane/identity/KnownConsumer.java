package dev.sekisho.dataplane.identity;

import dev.sekisho.model.Consumer;
import java.util.Optional;
import java.util.Set;

/**
 * A consumer of the configuration, as requests need to know it. Immutable, thread-safe.
 *
 * @param name unique among consumers
 * @param plan name of its plan
 * @param groups groups it belongs to
 */
public record KnownConsumer(String name, Optional<String> plan, Set<String> groups) {

    /** The one that is configured so. */
    static KnownConsumer of(Consumer consumer) {
        return new KnownConsumer(consumer.name(), consumer.plan(), Set.copyOf(consumer.groups()));
    }
}
