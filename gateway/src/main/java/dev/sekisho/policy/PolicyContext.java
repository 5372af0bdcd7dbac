package dev.sekisho.policy;

import dev.sekisho.dataplane.SubrequestService;
import dev.sekisho.dataplane.identity.Consumers;
import dev.sekisho.model.Audience;
import dev.sekisho.model.Nearest;
import dev.sekisho.model.Store;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * What a policy may need beyond its settings. Made anew for each configuration; thread-safe.
 *
 * @param consumers who uses the API
 * @param stores where shared state lives
 * @param upstreams the upstreams of the configuration by name, as they may be asked about requests
 * @param services what the gateway lends to policies
 * @param audience for whom the policy is; what variants count is counted apart
 */
public record PolicyContext(
        Consumers consumers,
        List<Store> stores,
        Map<String, SubrequestService> upstreams,
        PolicyServices services,
        Audience audience) {

    /** No consumers and no network: for policies that are made only to see whether their settings can work. */
    public static final PolicyContext OFFLINE = new PolicyContext(Consumers.NONE, PolicyServices.OFFLINE);

    /** Takes copies. */
    public PolicyContext {
        stores = List.copyOf(stores);
        upstreams = Map.copyOf(upstreams);
    }

    /** For policies that are for everybody. */
    public PolicyContext(
            Consumers consumers,
            List<Store> stores,
            Map<String, SubrequestService> upstreams,
            PolicyServices services) {
        this(consumers, stores, upstreams, services, Audience.ALL);
    }

    /** Without stores and upstreams. */
    public PolicyContext(Consumers consumers, PolicyServices services) {
        this(consumers, List.of(), Map.of(), services);
    }

    /** The same for a policy that is for these. */
    public PolicyContext of(Audience some) {
        return new PolicyContext(consumers, stores, upstreams, services, some);
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

    /**
     * The Redis store of that name.
     *
     * @param setting the setting that names it, for the message
     * @throws IllegalArgumentException where there is none
     */
    public Store redis(String setting, String name) {
        return stores.stream()
                .filter(store ->
                        store.kind() == Store.Kind.REDIS && store.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        setting + ": " + FieldNames.printable(name) + " (expected: name of a store of kind redis)"));
    }

    /** What asks a store; see {@link PolicyServices#open}. */
    public KeyValueStore open(Store store) {
        return services.open(store);
    }

    /** What keeps bytes on a disk; see {@link PolicyServices#openDisk}. */
    public BlobStore openDisk(BlobStore.Settings settings) {
        return services.openDisk(settings);
    }

    /** What looks for files; see {@link PolicyServices#files}. */
    public FileProbe files() {
        return services.files();
    }

    /** What takes records of requests to a destination; see {@link PolicyServices#logs}. */
    public LogShipper logs(LogDestination destination, LogQueue queue) {
        return services.logs(destination, queue);
    }

    /** A counter on the metrics page; see {@link PolicyServices#counter}. */
    public LongAdder counter(String name, String help, List<String> labels, List<String> values) {
        return services.counter(name, help, labels, values);
    }

    /** State of that kind that outlives a reload; see {@link PolicyServices#shared}. */
    public <T> T shared(Class<T> kind, Object key, Supplier<T> first) {
        return services.shared(kind, key, first);
    }
}
