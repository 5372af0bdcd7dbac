package dev.sekisho.dialect.kong.entity;

import dev.sekisho.model.Origin;

/**
 * A reference to another entity.
 *
 * @param key its name or id
 * @param at where it stands
 */
public record Link(String key, Origin at) {}
