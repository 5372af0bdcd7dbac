package dev.sekisho.policy;

import dev.sekisho.dataplane.identity.Consumers;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * What a policy may need beyond its settings. Made anew for each configuration; thread-safe.
 *
 * @param consumers who uses the API
 * @param services what the gateway lends to policies
 */
public record PolicyContext(Consumers consumers, PolicyServices services) {

    /** No consumers and no network: for policies that are made only to see whether their settings can work. */
    public static final PolicyContext OFFLINE = new PolicyContext(Consumers.NONE, PolicyServices.OFFLINE);

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
