package dev.sekisho.dialect.kong;

import dev.sekisho.dialect.document.Node;
import dev.sekisho.dialect.kong.entity.Entity;
import dev.sekisho.dialect.kong.entity.References;
import java.util.List;
import java.util.Map;

/**
 * All entities of a configuration, nested ones beside flat ones, with their references resolved. Entities are the same where they are
 * the same object. Immutable.
 *
 * @param routes with their services
 * @param targets with their upstreams
 * @param credentials with their consumers, by the kind as files have it, such as {@code keyauth_credentials}
 * @param memberships groups of consumers, each with one of its consumers
 * @param names names of services, routes and consumers, given or made
 * @param pluginConfigs deck's shared settings of plugins
 * @param references where values of the environment stand
 */
record Graph(
        List<Entity> services,
        List<Owned> routes,
        List<Entity> upstreams,
        List<Owned> targets,
        List<Bound> plugins,
        List<Entity> consumers,
        List<Entity> groups,
        List<Owned> memberships,
        Map<String, List<Owned>> credentials,
        List<Entity> certificates,
        List<Owned> snis,
        List<Entity> authorities,
        Names names,
        Map<String, Node.Mapping> pluginConfigs,
        References references) {}
