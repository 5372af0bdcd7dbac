package dev.sekisho.policy;

import dev.sekisho.model.Store;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** For policies that are made without serving: no network, and one state for all that share it. Thread-safe. */
class OfflineServices implements PolicyServices {

    private final Map<Key, Object> states = new HashMap<>();
    private final FileProbe files;

    /** Equal for the same state. */
    private record Key(Class<?> kind, Object about) {}

    OfflineServices(FileProbe files) {
        this.files = files;
    }

    @Override
    public FileProbe files() {
        return files;
    }

    @Override
    public boolean isOnline() {
        return false;
    }

    @Override
    public InstantSource clock() {
        return InstantSource.system();
    }

    @Override
    public Fetcher fetcher() {
        return Fetcher.OFFLINE;
    }

    @Override
    public KeyValueStore open(Store store) {
        return KeyValueStore.OFFLINE;
    }

    @Override
    public <T> T shared(Class<T> kind, Object key, Supplier<T> first) {
        synchronized (states) {
            Key place = new Key(kind, key);
            Object state = states.get(place);
            if (state == null) {
                state = first.get();
                states.put(place, state);
            }
            return kind.cast(state);
        }
    }
}
