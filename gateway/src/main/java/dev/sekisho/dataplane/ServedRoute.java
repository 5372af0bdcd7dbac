package dev.sekisho.dataplane;

import java.util.List;
import java.util.Map;

/**
 * A route as it serves. Immutable, thread-safe.
 *
 * @param name name of the route; the route label of metrics and logs
 * @param service name of the upstream, or of the kind of backend; the service label
 * @param id number that no other route of its generation has, for counters; from 1 on, and small
 * @param policies the policies, in the order of the chain
 * @param handler what serves once the policies let a request through
 * @param errors responses in place of the gateway's own error bodies, by status
 * @param encodedSeparators whether %2F and %5C may stand in the path
 * @param variables names of the route's variables, in the order of the exchange's captures
 */
public record ServedRoute(
        String name,
        String service,
        int id,
        List<Policy> policies,
        Handler handler,
        Map<Integer, ErrorTemplate> errors,
        boolean encodedSeparators,
        List<String> variables) {

    /** Keeps what is given, the policies as a {@link PolicyChain}. */
    public ServedRoute {
        policies = PolicyChain.of(policies);
        errors = Map.copyOf(errors);
        variables = List.copyOf(variables);
    }
}
