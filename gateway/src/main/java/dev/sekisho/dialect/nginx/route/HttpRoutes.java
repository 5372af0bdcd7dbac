package dev.sekisho.dialect.nginx.route;

import dev.sekisho.dialect.nginx.config.Server;
import dev.sekisho.dialect.nginx.draft.Aspect;
import dev.sekisho.dialect.nginx.draft.Translation;
import dev.sekisho.dialect.nginx.socket.Sockets;
import dev.sekisho.dialect.nginx.upstream.Upstreams;
import dev.sekisho.model.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The routes of {@code http}. Belongs to one translation. */
public final class HttpRoutes {

    private final Translation in;
    private final Sockets sockets;
    private final Kit kit;
    private final boolean repairs;

    /**
     * Of a translation.
     *
     * @param sockets where servers listen
     * @param upstreams where requests are passed to
     * @param aspects everything that settings say of requests and their answers
     * @param answering those of answers alone, for a server that answers before a location is chosen
     * @param repairs whether what authors must have meant is done, and announced
     */
    public HttpRoutes(
            Translation in,
            Sockets sockets,
            Upstreams upstreams,
            List<Aspect> aspects,
            List<Aspect> answering,
            boolean repairs) {
        this.in = in;
        this.sockets = sockets;
        this.kit = new Kit(upstreams, aspects, answering, new RouteNames());
        this.repairs = repairs;
    }

    /** All of them. */
    public List<Route> all() {
        List<Server> servers = in.config().http().servers().servers();
        HostScopes scopes = new HostScopes(in, sockets);
        int scale = servers.stream()
                .mapToInt(server -> Arrangement.of(server.locations()).top())
                .max()
                .orElse(0);
        Map<Server, List<HostScope>> scoped = new LinkedHashMap<>();
        servers.forEach(server -> scoped.put(server, scopes.of(server)));
        List<Route> routes = new ArrayList<>();
        scoped.forEach((server, own) -> routes.addAll(new ServerRoutes(in, server, own, scale, repairs, kit).all()));
        return routes;
    }
}
