package dev.sekisho.policy.bots;

import dev.sekisho.model.Property;
import dev.sekisho.model.Size;
import java.util.List;

/** Settings of the {@code bots} policy. */
public record BotsConfig(
        @Property(
                value =
                        "Regular expressions (RE2) of user agents that pass whatever the other settings say; one that finds something in User-Agent is enough.",
                example = "[\"(?i)ourmonitor/\"]")
        List<String> allow,

        @Property(
                value = "Regular expressions (RE2) of user agents that are refused.",
                example = "[\"(?i)badbot\", \"^Java/\"]")
        List<String> deny,

        @Property(
                value =
                        "What becomes of known crawlers: search engines, archives, collectors for language models, previews of links.",
                defaultValue = "off")
        Known crawlers,

        @Property(
                value = "What becomes of known scanners: programs that look for weaknesses, and that harvest pages.",
                defaultValue = "off")
        Known scanners,

        @Property(
                value = "What becomes of requests without a User-Agent, or with an empty one.",
                defaultValue = "allow")
        Missing missing,

        @Property(
                value =
                        "Longest User-Agent that is looked at; a longer one is refused, for what stands behind could not be judged.",
                defaultValue = "512B",
                min = "16B",
                max = "4KiB")
        Size maxLength,

        @Property(value = "Status of a refusal, 400 to 499.", defaultValue = "403", min = "400", max = "499")
        int status,

        @Property(
                value = "Whether to count only: what would be refused passes, and metrics tell how much that is.",
                defaultValue = "false")
        boolean dryRun) {

    /** Takes copies. */
    public BotsConfig {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
    }

    /** What becomes of user agents of a built-in list. */
    public enum Known {
        /** The list is not asked. */
        OFF,
        /** They pass, after allow and before deny. */
        ALLOW,
        /** They are refused. */
        DENY
    }

    /** What becomes of requests without a User-Agent. */
    public enum Missing {
        /** They pass. */
        ALLOW,
        /** They are refused. */
        DENY
    }
}
