package dev.sekisho.policy.log;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.identity.Consumers;
import dev.sekisho.model.Store;
import dev.sekisho.policy.Fetcher;
import dev.sekisho.policy.KeyValueStore;
import dev.sekisho.policy.LogDestination;
import dev.sekisho.policy.LogQueue;
import dev.sekisho.policy.LogShipper;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyServices;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Takes records in the place of destinations. */
final class Captured implements PolicyServices {

    final List<String> records = new ArrayList<>();
    final List<LogDestination> destinations = new ArrayList<>();

    PolicyContext context() {
        return new PolicyContext(Consumers.NONE, this);
    }

    @Override
    public LogShipper logs(LogDestination destination, LogQueue queue) {
        destinations.add(destination);
        return (loop, bytes, start, end) -> records.add(Ascii.string(bytes, start, end));
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
        return first.get();
    }
}
