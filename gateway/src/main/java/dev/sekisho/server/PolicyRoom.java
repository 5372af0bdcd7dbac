package dev.sekisho.server;

import dev.sekisho.model.Store;
import dev.sekisho.policy.BlobStore;
import dev.sekisho.policy.Fetcher;
import dev.sekisho.policy.FileProbe;
import dev.sekisho.policy.KeptRows;
import dev.sekisho.policy.KeyValueStore;
import dev.sekisho.policy.LogDestination;
import dev.sekisho.policy.LogQueue;
import dev.sekisho.policy.LogShipper;
import dev.sekisho.policy.PolicyServices;
import dev.sekisho.server.disk.DiskRoom;
import dev.sekisho.server.fetch.HttpFetcher;
import dev.sekisho.server.redis.RedisRoom;
import dev.sekisho.server.redis.RedisStore;
import dev.sekisho.server.rows.RowFiles;
import dev.sekisho.server.shipping.LogHandle;
import dev.sekisho.server.shipping.LogRoom;
import dev.sekisho.telemetry.metrics.PolicyCounters;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** What policies need over the life of the gateway. Thread-safe. */
final class PolicyRoom implements PolicyServices, AutoCloseable {

    private final HttpFetcher fetcher = new HttpFetcher();
    private final RedisRoom redis = new RedisRoom();
    private final DiskRoom disks = new DiskRoom();
    private final RowFiles rows = new RowFiles();
    private final Map<Key, WeakReference<Object>> states = new HashMap<>();
    private final PolicyCounters counters;
    private final LogRoom logs;
    private final FileProbe files;
    private final StorePlaces places;

    /** Equal for the same way to the same destination. */
    private record LogKey(LogDestination destination, LogQueue queue) {}

    /** Equal for the same state. */
    private record Key(Class<?> kind, Object about) {}

    /** Counts on the page of that registry; records of requests go to destinations of that room. */
    PolicyRoom(PolicyCounters counters, LogRoom logs) {
        this(counters, logs, FileProbe.NONE, new StorePlaces(Map.of()));
    }

    /** The same, with what looks for files, and with stores at other places than the configuration says. */
    PolicyRoom(PolicyCounters counters, LogRoom logs, FileProbe files, StorePlaces places) {
        this.counters = counters;
        this.logs = logs;
        this.files = files;
        this.places = places;
    }

    @Override
    public InstantSource clock() {
        return InstantSource.system();
    }

    @Override
    public Fetcher fetcher() {
        return fetcher;
    }

    @Override
    public KeyValueStore open(Store store) {
        Store settings = places.of(store.unnamed());
        return shared(RedisStore.class, settings, () -> redis.open(settings));
    }

    @Override
    public BlobStore openDisk(BlobStore.Settings settings) {
        return disks.open(settings);
    }

    /** What is kept on disks. */
    DiskRoom disks() {
        return disks;
    }

    /** Shows what Redis was asked, and what became of records. */
    void addTo(TelemetryRoom telemetry) {
        telemetry.redis(redis);
        telemetry.logs(logs);
    }

    @Override
    public LogShipper logs(LogDestination destination, LogQueue queue) {
        return shared(LogHandle.class, new LogKey(destination, queue), () -> logs.open(destination, queue));
    }

    /** Opens files of records anew. */
    void reopenLogs() throws IOException {
        logs.reopen();
    }

    /** Sends what records wait; when the loops have ended. */
    void closeLogs() {
        logs.close();
    }

    @Override
    public FileProbe files() {
        return files;
    }

    @Override
    public KeptRows rows(String file, int width) {
        return rows.open(Path.of(file), width);
    }

    /** Policies hold their state, snapshots their policies: so what no snapshot uses any more goes by itself. */
    @Override
    public synchronized <T> T shared(Class<T> kind, Object key, Supplier<T> first) {
        states.values().removeIf(state -> state.get() == null);
        Key place = new Key(kind, key);
        WeakReference<Object> known = states.get(place);
        Object state = known == null ? null : known.get();
        if (state == null) {
            state = first.get();
            states.put(place, new WeakReference<>(state));
        }
        return kind.cast(state);
    }

    @Override
    public LongAdder counter(String name, String help, List<String> labels, List<String> values) {
        return counters.counter(name, help, labels, values);
    }

    @Override
    public void close() {
        fetcher.close();
        redis.close();
        disks.close();
        rows.close();
    }
}
