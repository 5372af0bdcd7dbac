package dev.sekisho.dialect.nginx.draft;

import dev.sekisho.dialect.nginx.config.Location;
import dev.sekisho.dialect.nginx.config.Server;
import dev.sekisho.dialect.nginx.config.Settings;
import dev.sekisho.model.Origin;
import java.util.Optional;

/**
 * A place of the configuration that answers requests: a location, an {@code if} in one, or a server by itself. Immutable.
 *
 * @param in the translation
 * @param server the server
 * @param location the location; none where the server itself answers
 * @param settings what counts there
 * @param route name of the route that it becomes
 * @param at where it is written
 */
public record Place(
        Translation in, Server server, Optional<Location> location, Settings settings, String route, Origin at) {

    /** A text with variables in the form that it has here; see {@code Texts}. */
    public String text(String nginx, Origin where) {
        return in.texts().in(server, settings).of(nginx, where);
    }

    /** The same where there is no response yet: variables that come with one are empty, as with nginx. */
    public String requestText(String nginx, Origin where) {
        return in.texts().in(server, settings).ofRequest(nginx, where);
    }
}
