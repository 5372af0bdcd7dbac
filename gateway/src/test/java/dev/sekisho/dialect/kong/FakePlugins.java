package dev.sekisho.dialect.kong;

import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.DiagnosticKind;
import dev.sekisho.dialect.Severity;
import dev.sekisho.dialect.document.Node;
import dev.sekisho.dialect.kong.entity.PluginContext;
import dev.sekisho.dialect.kong.entity.PluginEntry;
import dev.sekisho.dialect.kong.entity.PluginTranslator;
import dev.sekisho.dialect.kong.entity.Translated;
import dev.sekisho.model.PolicySpec;
import dev.sekisho.model.Property;
import dev.sekisho.policy.requiretls.RequireTlsConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plugins alpha, beta and pair, so that tests of scopes do not change when real plugins do. */
final class FakePlugins implements PluginTranslator {

    static final Map<String, Class<? extends Record>> TYPES = types();

    static final DiagnosticKind UNKNOWN = new DiagnosticKind(
            "kong.plugin-unknown",
            Severity.ERROR,
            "a plugin that is not known",
            "nothing is served",
            "it is none",
            "remove it");

    /** Settings of every policy of these plugins. */
    record NoteConfig(@Property("What it says.") String note) {}

    private static Map<String, Class<? extends Record>> types() {
        Map<String, Class<? extends Record>> types = new LinkedHashMap<>();
        types.put("require-tls", RequireTlsConfig.class);
        types.put("alpha", NoteConfig.class);
        types.put("beta", NoteConfig.class);
        return types;
    }

    /** Pair becomes two policies, of the types that alpha and beta become. */
    @Override
    public Translated translate(PluginEntry plugin, PluginContext context) {
        List<String> types = switch (plugin.name()) {
            case "alpha", "beta" -> List.of(plugin.name());
            case "cors" -> List.of("alpha");
            case "pair" -> List.of("alpha", "beta");
            default -> List.of();
        };
        if (types.isEmpty()) {
            String message = "plugin " + plugin.name() + " (expected: alpha, beta or pair)";
            return Translated.none(
                    List.of(new Diagnostic(Severity.ERROR, UNKNOWN.code(), plugin.origin(), message, "remove it")));
        }
        String note = plugin.config()
                .get("note")
                .map(node -> ((Node.Scalar) node).text())
                .orElse("none");
        return Translated.of(
                types.stream()
                        .map(type -> new PolicySpec(Optional.empty(), type, new NoteConfig(note), plugin.origin()))
                        .toList(),
                List.of());
    }

    @Override
    public List<DiagnosticKind> kinds() {
        return List.of(UNKNOWN);
    }
}
