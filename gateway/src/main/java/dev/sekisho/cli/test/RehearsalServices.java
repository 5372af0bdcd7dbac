package dev.sekisho.cli.test;

import dev.sekisho.model.Store;
import dev.sekisho.policy.Fetcher;
import dev.sekisho.policy.FileProbe;
import dev.sekisho.policy.KeyValueStore;
import dev.sekisho.policy.PolicyServices;
import dev.sekisho.server.files.Look;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Supplier;

/**
 * What policies need while they are rehearsed: others answer as the script says, stores are down, and the clock starts at a
 * full minute, so that windows of a minute do not end inside a short run. Thread-safe.
 */
final class RehearsalServices implements PolicyServices {

    private final PolicyServices states = PolicyServices.offline();
    private final Backstage stage;
    private final Set<String> stores = new ConcurrentSkipListSet<>();
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.MINUTES);
    private final long startNanos = System.nanoTime();

    RehearsalServices(Backstage stage) {
        this.stage = stage;
    }

    @Override
    public InstantSource clock() {
        return () -> start.plusNanos(System.nanoTime() - startNanos);
    }

    @Override
    public Fetcher fetcher() {
        return this::fetch;
    }

    private CompletableFuture<Fetcher.Answer> fetch(Fetcher.Ask ask) {
        URI uri = ask.uri();
        String url = uri.toString().replaceFirst("\\?.*", "");
        return CompletableFuture.supplyAsync(
                () -> { // on a thread that is no event loop, as the interface has it
                    FakeAnswer answer = stage.asked(url).filter(a -> !a.fails()).orElse(null);
                    if (answer == null) {
                        throw new java.io.UncheckedIOException(new IOException(url + ": not reached in a rehearsal"));
                    }
                    Map<String, String> headers = new HashMap<>();
                    answer.headers()
                            .forEach((name, values) -> headers.put(
                                    name.toLowerCase(Locale.ROOT), values.isEmpty() ? "" : values.getFirst()));
                    byte[] body = answer.body().orElse("").getBytes(StandardCharsets.UTF_8);
                    return new Fetcher.Answer(answer.status(), Map.copyOf(headers), body);
                });
    }

    @Override
    public FileProbe files() {
        return Look.BLOCKING; // a rehearsal's loop serves nobody else
    }

    @Override
    public KeyValueStore open(Store store) {
        stores.add(store.name());
        return KeyValueStore.OFFLINE;
    }

    /** Names of the stores that policies wanted. */
    List<String> stores() {
        return List.copyOf(stores);
    }

    @Override
    public <T> T shared(Class<T> kind, Object key, Supplier<T> first) {
        return states.shared(kind, key, first);
    }
}
