package dev.sekisho.dialect.kong;

import dev.sekisho.dialect.kong.entity.Entity;
import java.util.Optional;

/** A plugin with the entities that it is bound to. */
record Bound(
        Entity plugin,
        Optional<Entity> service,
        Optional<Entity> route,
        Optional<Entity> consumer,
        Optional<Entity> group) {}
