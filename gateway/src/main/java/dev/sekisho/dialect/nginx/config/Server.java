package dev.sekisho.dialect.nginx.config;

import dev.sekisho.dialect.nginx.syntax.Directive;
import java.util.List;

/**
 * A server of http or stream. Immutable, thread-safe.
 *
 * @param directive where it is written
 * @param listens where it listens; of http at least one, port 80 of all addresses where none is written
 * @param names its names in order; of http at least one, the empty name where none is written
 * @param settings what counts in it
 * @param steps its steps of the rewrite module, which run before a location is chosen
 * @param locations its locations; none in stream
 */
public record Server(
        Directive directive,
        List<Listen> listens,
        List<ServerName> names,
        Settings settings,
        List<Step> steps,
        LocationTree locations) {

    /** Copies the lists. */
    public Server {
        listens = List.copyOf(listens);
        names = List.copyOf(names);
        steps = List.copyOf(steps);
    }
}
