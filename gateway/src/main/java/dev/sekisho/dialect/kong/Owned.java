package dev.sekisho.dialect.kong;

import dev.sekisho.dialect.kong.entity.Entity;
import java.util.Optional;

/**
 * An entity with the one that it belongs to: a route with its service, a target with its upstream, a credential with its consumer.
 *
 * @param owner nothing where it stands for itself
 * @param legacy whether its file is of a format before 3.0
 */
record Owned(Entity entity, Optional<Entity> owner, boolean legacy) {}
