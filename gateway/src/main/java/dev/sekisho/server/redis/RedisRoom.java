package dev.sekisho.server.redis;

import dev.sekisho.model.Store;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Redis servers that are in use. Until the first one, no class of a client is loaded and no thread runs. Thread-safe. */
public final class RedisRoom implements AutoCloseable {

    private final List<RedisLink> links = new ArrayList<>();
    private @Nullable Cleaner cleaner;
    private boolean closed;

    /**
     * Begins to connect to a server; closed when nobody holds the result any more, or with the room.
     *
     * @throws IllegalArgumentException where the store is no Redis server, or a file of it cannot be read
     */
    public synchronized RedisStore open(Store settings) {
        if (closed) {
            throw new IllegalArgumentException("redis: closed (expected: a gateway that runs)");
        }
        if (cleaner == null) {
            cleaner = Cleaner.create(
                    Thread.ofPlatform().daemon().name("redis-closer")::unstarted); // Netty changes its thread
        }
        RedisLink link = RedisLink.open(settings);
        RedisStore store = new RedisStore(link);
        links.add(link);
        cleaner.register(store, () -> close(link));
        return store;
    }

    private void close(RedisLink link) {
        synchronized (this) {
            links.remove(link);
        }
        link.close();
    }

    /** How many are open. */
    public synchronized int open() {
        return links.size();
    }

    /** Those that are open, one for each place: of stores that differ in credentials alone, the newest. */
    synchronized List<RedisLink> links() {
        Map<String, RedisLink> places = new LinkedHashMap<>();
        links.forEach(link -> places.put(link.label(), link));
        return List.copyOf(places.values());
    }

    @Override
    public void close() {
        List<RedisLink> open;
        synchronized (this) {
            closed = true;
            open = List.copyOf(links);
            links.clear();
        }
        open.forEach(RedisLink::close);
    }
}
