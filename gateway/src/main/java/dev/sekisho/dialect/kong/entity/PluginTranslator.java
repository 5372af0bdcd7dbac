package dev.sekisho.dialect.kong.entity;

import dev.sekisho.dialect.DiagnosticKind;
import java.util.List;

/** Translates Kong's plugins to policies. Thread-safe. */
public interface PluginTranslator {

    /** What a plugin becomes; called once for each plugin that is enabled. What cannot be done is a diagnostic. */
    Translated translate(PluginEntry plugin, PluginContext context);

    /** The kinds of diagnostics that come of it. */
    List<DiagnosticKind> kinds();
}
