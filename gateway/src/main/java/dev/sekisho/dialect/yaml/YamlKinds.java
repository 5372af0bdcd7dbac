package dev.sekisho.dialect.yaml;

import static dev.sekisho.dialect.DiagnosticKind.error;
import static dev.sekisho.dialect.DiagnosticKind.warning;

import dev.sekisho.dialect.DiagnosticKind;
import java.util.List;

/** What can be wrong with a document of the language itself. */
final class YamlKinds {

    static final List<DiagnosticKind> ALL = List.of(
            error(
                    "yaml.syntax",
                    "text that is no YAML",
                    "The document is read as YAML 1.2, of which JSON is a part. Most often the indentation is wrong, a "
                            + "quotation mark is missing, or a tab stands where blanks must.",
                    "Mend the line that the message names; what follows it is read once it is mended."),
            error(
                    "yaml.character",
                    "a character that YAML does not allow",
                    "Control characters but tab and line breaks are no part of a YAML text (YAML 1.2 section 5.1).",
                    "Remove it, or write it as an escape such as \\u0007 inside double quotes."),
            error(
                    "yaml.depth",
                    "nesting that is too deep",
                    "The language needs 8 levels; a text with over 64 is a mistake or an attack.",
                    "Mend the brackets."),
            error(
                    "yaml.alias",
                    "an alias without its anchor, or aliases that stand for too much",
                    "An alias repeats an earlier node. A few lines of aliases on aliases could stand for millions of nodes, "
                            + "so 100,000 are the most.",
                    "Correct the name of the alias, or write out what it stands for."),
            error(
                    "yaml.tag",
                    "a tag",
                    "The type of a value follows from its key; tags are not used.",
                    "Remove the tag."),
            error(
                    "yaml.key",
                    "a key that is no text",
                    "Keys are names of settings, or names of your own.",
                    "Write a text as the key."),
            error(
                    "yaml.duplicate-key",
                    "a key that stands twice",
                    "Which of the two values counts would be a guess; keys are unique in a mapping (YAML 1.2 section "
                            + "3.2.1.3).",
                    "Keep one of them."),
            error(
                    "yaml.unknown-key",
                    "a key that is not known",
                    "A misspelt setting that was passed over in silence could leave a route without its protection.",
                    "Correct the key: the nearest known one stands in the message, and docs/configuration.md has all."),
            error(
                    "yaml.missing",
                    "a setting that is required",
                    "It has no default that could be right for everyone.",
                    "Add it in the form that the message tells."),
            error(
                    "yaml.type",
                    "a value of another form than is expected",
                    "A list, a mapping and a single value are different things; numbers and booleans stand without quotes.",
                    "Write it in the form that the message tells."),
            error(
                    "yaml.value",
                    "a value that cannot be read",
                    "It is of the right form, but not one of the values that this setting has.",
                    "Write one of those that the message names."),
            error(
                    "yaml.unit",
                    "a duration or size without a unit",
                    "Whether 30 means seconds or milliseconds differs between products, so it must be said.",
                    "Add the unit: ms, s, m, h or d for durations; B, KiB, MiB or GiB for sizes."),
            error(
                    "yaml.bounds",
                    "a value out of bounds",
                    "Each setting has bounds beyond which it cannot do what it is for; docs/configuration.md has them.",
                    "Choose a value within the bounds that the message tells."),
            error(
                    "yaml.one-of",
                    "several things where one is possible",
                    "A route has one backend, and an entry of a list of policies has one policy type.",
                    "Keep one; write each policy as an entry of its own, and use split for several upstreams."),
            error(
                    "yaml.unknown-policy-type",
                    "a policy type that there is not",
                    "docs/policies.md has the list.",
                    "Correct the name; the nearest known one stands in the message."),
            error(
                    "yaml.secret",
                    "a reference to a secret that cannot be had",
                    "A secret is taken from the environment (${env:NAME}) or from a file (${file:path}) when the "
                            + "configuration is read, and it must not be empty.",
                    "Set the variable for the gateway's process, or make the file readable for it."),
            warning(
                    "yaml.literal-secret",
                    "a secret that stands in the document",
                    "Requests are served. Whoever can read the file, its backups or its history has the secret.",
                    "Configurations are copied, reviewed and kept in version control, where secrets do not belong.",
                    "Write ${env:NAME} or ${file:/run/secrets/name}; for passwords a bcrypt hash will do as well."));

    private YamlKinds() {}
}
