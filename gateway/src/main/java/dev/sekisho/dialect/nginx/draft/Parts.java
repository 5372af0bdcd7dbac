package dev.sekisho.dialect.nginx.draft;

import dev.sekisho.model.Consumer;
import dev.sekisho.model.Route;
import dev.sekisho.model.Store;
import dev.sekisho.model.Upstream;
import dev.sekisho.model.Variable;
import java.util.ArrayList;
import java.util.List;

/** What routes use beside themselves, in the order in which it is needed first. Belongs to one translation. */
public final class Parts {

    private final List<Upstream> upstreams = new ArrayList<>();
    private final List<Variable> variables = new ArrayList<>();
    private final List<Consumer> consumers = new ArrayList<>();
    private final List<Store> stores = new ArrayList<>();
    private final List<Route> routes = new ArrayList<>();

    /** Adds an upstream, whose name nobody else has. */
    public void add(Upstream upstream) {
        upstreams.add(upstream);
    }

    /** Adds a variable, whose name nobody else has. */
    public void add(Variable variable) {
        variables.add(variable);
    }

    /** Adds a consumer, whose name nobody else has. */
    public void add(Consumer consumer) {
        consumers.add(consumer);
    }

    /** Adds a store, whose name nobody else has. */
    public void add(Store store) {
        stores.add(store);
    }

    /** Adds a route that others lead to, whose name nobody else has. */
    public void add(Route route) {
        routes.add(route);
    }

    /** Upstreams. */
    public List<Upstream> upstreams() {
        return List.copyOf(upstreams);
    }

    /** Variables. */
    public List<Variable> variables() {
        return List.copyOf(variables);
    }

    /** Consumers. */
    public List<Consumer> consumers() {
        return List.copyOf(consumers);
    }

    /** Stores. */
    public List<Store> stores() {
        return List.copyOf(stores);
    }

    /** Routes. */
    public List<Route> routes() {
        return List.copyOf(routes);
    }
}
