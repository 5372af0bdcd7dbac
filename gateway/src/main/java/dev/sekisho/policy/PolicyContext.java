package dev.sekisho.policy;

import dev.sekisho.dataplane.SubrequestService;
import dev.sekisho.dataplane.identity.Consumers;
import dev.sekisho.model.Nearest;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a policy may need beyond its settings. Made anew for each configuration; thread-safe.
 *
 * @param consumers who uses the API
 * @param services what the gateway lends to policies
 * @param upstreams the upstreams of the configuration by name, as they may be asked about requests
 */
public record PolicyContext(Consumers consumers, PolicyServices services, Map<String, SubrequestService> upstreams) {

    /** No consumers and no network: for policies that are made only to see whether their settings can work. */
    public static final PolicyContext OFFLINE = new PolicyContext(Consumers.NONE, PolicyServices.OFFLINE);

    /** Takes a copy. */
    public PolicyContext {
        upstreams = Map.copyOf(upstreams);
    }

    /** A context without upstreams. */
    public PolicyContext(Consumers consumers, PolicyServices services) {
        this(consumers, services, Map.of());
    }

    /**
     * The upstream of that name.
     *
     * @param setting the setting that names it, for the message
     * @throws IllegalArgumentException where there is none
     */
    public SubrequestService upstream(String setting, String name) {
        SubrequestService found = upstreams.get(name);
        if (found == null) {
            String fix = Nearest.fix(name, upstreams.keySet().stream().sorted().toList());
            throw new IllegalArgumentException(setting + ": " + FieldNames.printable(name)
                    + " (expected: the name of an upstream" + (fix.isEmpty() ? "" : "; " + fix) + ")");
        }
        return found;
    }

    /** The wall clock. */
    public InstantSource clock() {
        return services.clock();
    }

    /** What answers requests of the gateway's own. */
    public Fetcher fetcher() {
        return services.fetcher();
    }

    /** State of that kind that outlives a reload; see {@link PolicyServices#shared}. */
    public <T> T shared(Class<T> kind, Object key, Supplier<T> first) {
        return services.shared(kind, key, first);
    }
}
