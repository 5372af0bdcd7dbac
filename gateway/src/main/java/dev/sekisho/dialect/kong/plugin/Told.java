package dev.sekisho.dialect.kong.plugin;

import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.dialect.DiagnosticKind;
import dev.sekisho.dialect.document.Node;
import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.kong.entity.PluginEntry;
import dev.sekisho.model.Origin;
import java.util.List;

/** What is told of one plugin; each message begins with its name. Belongs to one translation. */
final class Told {

    private final PluginEntry plugin;
    private final Report report = new Report();

    Told(PluginEntry plugin) {
        this.plugin = plugin;
    }

    /** Adds a finding about a part of the settings. */
    void add(DiagnosticKind kind, Node at, String message, String fix) {
        Origin origin =
                at.line() == 0 ? plugin.origin() : new Origin(plugin.origin().source(), at.line(), at.column());
        report.add(kind, origin, plugin.name() + ": " + message, fix);
    }

    /** Adds a finding about the plugin as a whole. */
    void add(DiagnosticKind kind, String message, String fix) {
        report.add(kind, plugin.origin(), plugin.name() + ": " + message, fix);
    }

    boolean failed() {
        return report.failed();
    }

    List<Diagnostic> found() {
        return report.found();
    }
}
