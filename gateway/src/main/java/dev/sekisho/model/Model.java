package dev.sekisho.model;

import java.util.List;

/**
 * One whole configuration. Immutable; equal models serve equally.
 */
public record Model(
        @Property("Sockets that clients connect to.") List<Listener> listeners,

        @Property("Services and the targets that serve them.")
        List<Upstream> upstreams,

        @Property("Which requests are served, how, and by what.")
        List<Route> routes,

        @Property("Sockets whose traffic is passed on as it is: TCP, UDP, and TLS by the name that is asked for.")
        List<StreamListener> streams,

        @Property("Policies: with a name, for routes to use; without, on every route.")
        List<PolicySpec> policies,

        @Property("Who uses the API.") List<Consumer> consumers,
        @Property("Classes of consumers.") List<Plan> plans,

        @Property("Where state lives that gateways share, such as keys.")
        List<Store> stores,

        @Property("Values that placeholders {var.NAME} stand for.")
        List<Variable> variables,

        @Property(value = "What the gateway tells about its traffic.", defaultValue = "{}")
        Telemetry telemetry) {

    /** Nothing configured. */
    public static final Model EMPTY = new Model(
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Telemetry.DEFAULT);
}
