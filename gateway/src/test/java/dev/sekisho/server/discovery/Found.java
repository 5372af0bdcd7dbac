package dev.sekisho.server.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.upstream.Endpoint;
import dev.sekisho.dialect.Document;
import dev.sekisho.dialect.yaml.SecretSource;
import dev.sekisho.dialect.yaml.YamlDialect;
import dev.sekisho.model.Upstream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A sink that remembers, and upstreams made of text. */
final class Found implements Discovery.Sink {

    /** Every report, in order, as {@code name=endpoints}. */
    final List<String> reports = new CopyOnWriteArrayList<>();

    private final Map<String, List<Endpoint>> endpoints = new ConcurrentHashMap<>();
    private final Map<String, Boolean> unresolved = new ConcurrentHashMap<>();

    /** The upstreams of a document that has only these; {@code source} is where it claims to be from. */
    static List<Upstream> upstreams(String source, String text) {
        YamlDialect dialect = new YamlDialect(Map.of(), SecretSource.system());
        var compilation = dialect.compile(List.of(new Document(source, "upstreams:\n" + text.indent(2))));
        assertThat(compilation.diagnostics())
                .filteredOn(d -> !d.code().equals("model.no-listeners"))
                .isEmpty();
        return compilation.model().upstreams();
    }

    static List<Upstream> upstreams(String text) {
        return upstreams("sekisho.yaml", text);
    }

    @Override
    public void found(String upstream, List<Endpoint> found, boolean missing) {
        endpoints.put(upstream, found);
        unresolved.put(upstream, missing);
        reports.add(upstream + "=" + where(upstream));
    }

    List<Endpoint> endpoints(String upstream) {
        return endpoints.getOrDefault(upstream, List.of());
    }

    boolean unresolved(String upstream) {
        return unresolved.getOrDefault(upstream, false);
    }

    /** Addresses and ports alone. */
    List<String> where(String upstream) {
        return endpoints(upstream).stream()
                .map(e -> e.where().getAddress().getHostAddress() + ":"
                        + e.where().getPort())
                .toList();
    }

    /** Waits for endpoints, and gives how long it took. */
    Duration await(String upstream, Duration limit, String... expected) throws InterruptedException {
        long start = System.nanoTime();
        while (!where(upstream).equals(List.of(expected)) && System.nanoTime() - start < limit.toNanos()) {
            Thread.sleep(5);
        }
        assertThat(where(upstream)).as("within " + limit).containsExactly(expected);
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
