package dev.sekisho.policy.scopes;

import dev.sekisho.model.Property;
import java.util.List;

/** Settings of the {@code scopes} policy. */
public record ScopesConfig(
        @Property(value = "Scopes that are needed, at least one.", example = "[\"orders:read\"]")
        List<String> required,

        @Property(value = "Whether all of them are needed, or any one.", defaultValue = "all")
        Needed match) {

    /** How many of them. */
    public enum Needed {
        /** Each one. */
        ALL,
        /** One. */
        ANY
    }
}
