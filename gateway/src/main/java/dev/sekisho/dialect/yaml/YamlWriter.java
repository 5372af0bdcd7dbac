package dev.sekisho.dialect.yaml;

import dev.sekisho.dialect.document.Node;
import dev.sekisho.model.Model;
import java.util.Map;

/**
 * Writes models as Sekisho YAML: properties that have their default left out, the rest in the order of the reference.
 * Compiling the text gives the model again, apart from origins, and apart from secrets that stood in their document in the
 * clear: they are written as {@code [redacted]}. Immutable, thread-safe.
 */
public final class YamlWriter {

    private final Codecs codecs;

    /**
     * Makes a writer.
     *
     * @param policyConfigs the policy types, each with the record of its settings
     */
    public YamlWriter(Map<String, Class<? extends Record>> policyConfigs) {
        this.codecs = new Codecs(policyConfigs);
    }

    /**
     * The text of a model.
     *
     * @throws IllegalArgumentException where a policy is of a type that was not given
     */
    public String write(Model model) {
        return YamlEmitter.emit((Node.Mapping) codecs.model().write(model));
    }
}
