package dev.sekisho.dialect.nginx.upstream;

import dev.sekisho.dialect.nginx.syntax.Directive;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;

/** Which directives were told of already: many places inherit the same one. Belongs to one translation. */
final class Once {

    private final Set<Directive> directives = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<String> matters = new HashSet<>();

    /** Whether it is asked for the first time about this very directive. */
    boolean first(Directive directive) {
        return directives.add(directive);
    }

    /** Whether it is asked for the first time about this matter. */
    boolean first(String matter) {
        return matters.add(matter);
    }
}
