package dev.sekisho.policy.log;

import dev.sekisho.model.LogEscape;
import dev.sekisho.model.Property;

/** Settings of {@code form} of the {@code log} policy: how values stand in a {@code line}. */
public record LineFormConfig(
        @Property(
                value =
                        "How values are escaped: json (all ASCII), json-bytes (bytes beyond ASCII as they are), hex (\\\\xXX), none (but for controls, which are \\\\xXX).",
                defaultValue = "json")
        LogEscape escape,

        @Property(value = "What stands for a value that is not known.", defaultValue = "-")
        String unknown,

        @Property(
                value =
                        "Whether a placeholder whose name tells of a secret is written as [redacted]; else it is refused when the configuration is read.",
                defaultValue = "false")
        boolean redactSecrets) {

    /** What holds where nothing is given. */
    public static final LineFormConfig DEFAULT = new LineFormConfig(LogEscape.JSON, "-", false);
}
