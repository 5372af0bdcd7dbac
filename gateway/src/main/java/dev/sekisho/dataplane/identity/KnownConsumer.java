package dev.sekisho.dataplane.identity;

import dev.sekisho.model.Consumer;
import java.util.Optional;
import java.util.Set;

/**
 * A consumer of the configuration, as requests need to know it. Immutable, thread-safe.
 *
 * @param name unique among consumers
 * @param id what services are told as its id
 * @param customId what it is called elsewhere
 * @param plan name of its plan
 * @param groups groups it belongs to
 */
public record KnownConsumer(
        String name, String id, Optional<String> customId, Optional<String> plan, Set<String> groups) {

    /** One that services know by its name alone. */
    public KnownConsumer(String name, Optional<String> plan, Set<String> groups) {
        this(name, name, Optional.empty(), plan, groups);
    }

    /** The one that is configured so. */
    static KnownConsumer of(Consumer consumer) {
        return new KnownConsumer(
                consumer.name(),
                consumer.id().orElse(consumer.name()),
                consumer.customId(),
                consumer.plan(),
                Set.copyOf(consumer.groups()));
    }
}
