package dev.sekisho.dialect.kong.plugin;

import dev.sekisho.dialect.DiagnosticKind;
import dev.sekisho.dialect.document.Shown;
import dev.sekisho.dialect.kong.entity.PluginContext;
import dev.sekisho.dialect.kong.entity.PluginEntry;
import dev.sekisho.dialect.kong.entity.PluginTranslator;
import dev.sekisho.dialect.kong.entity.Translated;
import dev.sekisho.model.Nearest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Translates the plugins of Kong's open-source bundle (3.9) to policies, or says exactly what cannot be honoured. Settings that
 * {@code deck dump} writes with every default filled in load as they are. Immutable, thread-safe.
 */
public final class Plugins implements PluginTranslator {

    private final Map<String, Class<? extends Record>> policyTypes;

    /** To policies of these types, by name. */
    public Plugins(Map<String, Class<? extends Record>> policyTypes) {
        this.policyTypes = Map.copyOf(policyTypes);
    }

    @Override
    public Translated translate(PluginEntry entry, PluginContext context) {
        Told told = new Told(entry);
        Plugin plugin = Bundle.plugins().get(entry.name());
        if (plugin == null) {
            refuse(entry.name(), told);
            return Translated.none(told.found());
        }
        Settings settings = new SchemaReader(told).read(entry.config(), plugin.schema());
        if (told.failed()) {
            return Translated.none(told.found());
        }
        Translation translation = new Translation(entry, context, policyTypes, told);
        plugin.translate(settings, translation);
        return translation.translated();
    }

    private static void refuse(String name, Told told) {
        Optional<Refusals.Refusal> refusal = Refusals.of(name);
        if (refusal.isPresent()) {
            told.add(PluginKinds.REFUSED, refusal.get().why(), refusal.get().fix());
        } else {
            String found = Shown.text(name) + " (expected: a plugin of Kong's open-source bundle)";
            told.add(PluginKinds.UNKNOWN, found, Nearest.fix(name, Bundle.names()));
        }
    }

    @Override
    public List<DiagnosticKind> kinds() {
        return PluginKinds.ALL;
    }
}
