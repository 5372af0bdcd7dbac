package dev.sekisho.dialect.kong.plugin;

import dev.sekisho.dialect.DiagnosticKind;
import dev.sekisho.dialect.Severity;
import java.util.List;

/** What the translation of plugins may find. */
final class PluginKinds {

    /** A name that no plugin of the bundle has. */
    static final DiagnosticKind UNKNOWN = new DiagnosticKind(
            "kong.plugin-unknown",
            Severity.ERROR,
            "a plugin that is not part of Kong's open-source bundle",
            "Nothing is served.",
            "A plugin that does not run may leave open what it was to guard; Kong refuses a file with a plugin that it"
                    + " does not have too.",
            "Remove the plugin, or put a policy of the gateway in its place.");

    /** A plugin without a counterpart. */
    static final DiagnosticKind REFUSED = new DiagnosticKind(
            "kong.plugin-refused",
            Severity.ERROR,
            "a plugin that the gateway has no policy for",
            "Nothing is served.",
            "A plugin that is left out silently may leave open what it was to guard.",
            "Do what the message says, or disable the plugin with enabled: false.");

    /** A field that the plugin does not have. */
    static final DiagnosticKind FIELD = new DiagnosticKind(
            "kong.plugin-field",
            Severity.ERROR,
            "a field that the plugin does not have",
            "Nothing is served.",
            "Kong refuses unknown fields of a plugin's config; a mistyped name would leave the default in force.",
            "Write the field that is meant.");

    /** A value that the field cannot have. */
    static final DiagnosticKind VALUE = new DiagnosticKind(
            "kong.plugin-value",
            Severity.ERROR,
            "a value that a plugin's field cannot have",
            "Nothing is served.",
            "Type and bounds are those of the plugin's schema in Kong 3.9, or of the policy that does its work.",
            "Write a value that is expected.");

    /** A field that cannot be honoured. */
    static final DiagnosticKind UNSUPPORTED = new DiagnosticKind(
            "kong.plugin-unsupported",
            Severity.ERROR,
            "a plugin's field that the gateway cannot honour",
            "Nothing is served.",
            "The plugin would do something else than its author meant; at its default the field is no error.",
            "Do what the message says, or leave the field at its default.");

    /** Honoured but for a difference. */
    static final DiagnosticKind DIFFERS = new DiagnosticKind(
            "kong.plugin-differs",
            Severity.WARNING,
            "a plugin that does something else than in Kong in a case that the message names",
            "It is served, with that difference.",
            "What Kong does there is unsafe, or has no counterpart.",
            "See whether clients depend on it.");

    /** Built in. */
    static final DiagnosticKind BUILT_IN = new DiagnosticKind(
            "kong.plugin-built-in",
            Severity.INFO,
            "a plugin whose work the gateway does for every route",
            "It is served; the plugin adds nothing.",
            "Metrics are always kept, and read at the admin interface.",
            "Point dashboards and alerts to the names that the message gives.");

    static final List<DiagnosticKind> ALL = List.of(UNKNOWN, REFUSED, FIELD, VALUE, UNSUPPORTED, DIFFERS, BUILT_IN);

    private PluginKinds() {}
}
