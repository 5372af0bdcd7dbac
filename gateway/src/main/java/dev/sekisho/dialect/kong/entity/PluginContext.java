package dev.sekisho.dialect.kong.entity;

import dev.sekisho.dialect.document.Node;
import dev.sekisho.model.Consumer;
import dev.sekisho.model.Secret;
import java.util.List;

/**
 * What a plugin's translation may need of the rest of the configuration. Immutable.
 *
 * @param consumers the consumers, translated
 * @param plugins every plugin of the configuration that is enabled, whatever it is bound to
 * @param references tells which scalars stand for secrets of the environment
 */
public record PluginContext(List<Consumer> consumers, List<PluginEntry> plugins, References references) {

    /** A scalar as a secret, which remembers the reference that it was written as. */
    public Secret secret(Node.Scalar scalar) {
        return references.secret(scalar);
    }

    /** File, line and column of a node of the plugin's settings. */
    public dev.sekisho.model.Origin at(PluginEntry plugin, Node node) {
        return new dev.sekisho.model.Origin(plugin.origin().source(), node.line(), node.column());
    }
}
