package dev.sekisho.dialect.kong.entity;

import dev.sekisho.dialect.Diagnostic;
import dev.sekisho.model.PolicySpec;
import dev.sekisho.model.Route;
import dev.sekisho.model.Store;
import dev.sekisho.model.Telemetry;
import dev.sekisho.model.Upstream;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What a plugin becomes.
 *
 * @param policies policies in place of it, without names; they serve wherever the plugin applies
 * @param stores stores that these policies name; equal ones of several plugins become one
 * @param upstreams upstreams that these policies name, such as those of services that plugins call
 * @param route what else changes on each route that the plugin applies to
 * @param telemetry what changes in what the gateway tells
 * @param diagnostics what was found on the way
 */
public record Translated(
        List<PolicySpec> policies,
        List<Store> stores,
        List<Upstream> upstreams,
        UnaryOperator<Route> route,
        UnaryOperator<Telemetry> telemetry,
        List<Diagnostic> diagnostics) {

    /** Policies and nothing else. */
    public static Translated of(List<PolicySpec> policies, List<Diagnostic> diagnostics) {
        return new Translated(
                policies, List.of(), List.of(), UnaryOperator.identity(), UnaryOperator.identity(), diagnostics);
    }

    /** Diagnostics and nothing else. */
    public static Translated none(List<Diagnostic> diagnostics) {
        return of(List.of(), diagnostics);
    }

    /** The same with stores. */
    public Translated withStores(List<Store> more) {
        return new Translated(policies, List.copyOf(more), upstreams, route, telemetry, diagnostics);
    }
}
