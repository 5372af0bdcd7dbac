package dev.sekisho.policy;

import dev.sekisho.model.PathPattern;
import dev.sekisho.model.Property;
import java.util.List;

/** Settings: what needs no token. */
public record Except(
        @Property(value = "Paths, in the forms of match.", example = "[/health, /metrics, /login]")
        List<PathPattern> paths,

        @Property(value = "Methods.", example = "[HEAD]") List<String> methods,

        @Property(value = "Whether OPTIONS needs none, as preflights of browsers bear none.", defaultValue = "true")
        boolean options) {

    /** Takes copies. */
    public Except {
        paths = List.copyOf(paths);
        methods = List.copyOf(methods);
    }
}
