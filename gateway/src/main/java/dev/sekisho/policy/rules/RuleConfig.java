package dev.sekisho.policy.rules;

import dev.sekisho.model.Property;
import java.util.Optional;

/** One rule: describes a request where everything under {@code when} holds, and nothing under {@code unless}. */
public record RuleConfig(
        @Property(value = "Name of the rule, for explanations.", example = "partners-read")
        Optional<String> name,

        @Property(value = "Terms that must all hold; none given: every request.", defaultValue = "{}")
        TermsConfig when,

        @Property(value = "Terms of which none may hold.", defaultValue = "{}")
        TermsConfig unless) {}
