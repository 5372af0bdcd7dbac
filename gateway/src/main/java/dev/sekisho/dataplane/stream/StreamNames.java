package dev.sekisho.dataplane.stream;

import dev.sekisho.model.HostPattern;
import dev.sekisho.model.SniRoute;
import dev.sekisho.model.StreamListener;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The upstreams of a stream by the name that a TLS client asks for. Immutable, thread-safe. */
public final class StreamNames {

    private final @Nullable String others;
    private final Map<String, String> exact = new HashMap<>();
    private final Map<String, String> wildcards = new HashMap<>(); // by what follows the *, dot included

    /** Those of a configuration; of a name that stands twice the first counts. */
    public StreamNames(StreamListener stream) {
        others = stream.to().orElse(null);
        for (SniRoute route : stream.sni()) {
            for (HostPattern host : route.hosts()) {
                (host.wildcard() ? wildcards : exact).putIfAbsent(host.name(), route.to());
            }
        }
    }

    /** Whether names count at all. */
    public boolean any() {
        return !exact.isEmpty() || !wildcards.isEmpty();
    }

    /** The upstream of connections without a name, and of every connection where names do not count. */
    public Optional<String> others() {
        return Optional.ofNullable(others);
    }

    /** The upstream for a name: exact, then by the longest wildcard, then the one for others; empty for none. */
    public Optional<String> of(@Nullable String name) {
        Optional<String> listed = listed(name);
        return listed.isPresent() ? listed : others();
    }

    /** The upstream for a name that is listed; empty where it is not. */
    public Optional<String> listed(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            return Optional.empty();
        }
        String lower = name.toLowerCase(Locale.ROOT);
        String bare = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        String found = exact.get(bare);
        for (int dot = bare.indexOf('.', 1); found == null && dot >= 0; dot = bare.indexOf('.', dot + 1)) {
            found = wildcards.get(bare.substring(dot));
        }
        return Optional.ofNullable(found);
    }
}
