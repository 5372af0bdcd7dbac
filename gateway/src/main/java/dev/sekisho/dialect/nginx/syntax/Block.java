package dev.sekisho.dialect.nginx.syntax;

import dev.sekisho.model.Origin;
import java.util.List;

/**
 * What stands between braces. Directives of included files stand where the {@code include} stood. Immutable.
 *
 * @param directives in order
 * @param end where its closing brace stands; of a block that was cut by a fault, where reading stopped
 * @param closed whether it has a closing brace
 */
public record Block(List<Directive> directives, Origin end, boolean closed) {

    /** Copies the list. */
    public Block {
        directives = List.copyOf(directives);
    }
}
