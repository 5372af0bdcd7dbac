package dev.sekisho.dialect.nginx.config;

import java.util.List;
import java.util.Optional;

/**
 * A configuration as nginx would work with it. Immutable, thread-safe.
 *
 * @param main what stands outside all blocks
 * @param events what stands in {@code events}
 * @param http what stands in {@code http}; empty where there is none
 * @param stream what stands in {@code stream}; empty where there is none
 */
public record NginxConfig(Settings main, Settings events, Part http, Part stream) {

    /**
     * All of {@code http}, or of {@code stream}.
     *
     * @param settings what counts where nothing else is said
     * @param servers its servers
     * @param upstreams its groups of servers
     * @param lookups its {@code map}, {@code geo} and {@code split_clients}
     * @param zones its zones
     */
    public record Part(
            Settings settings, ServerTable servers, List<Upstream> upstreams, List<Lookup> lookups, List<Zone> zones) {

        /** Nothing. */
        public static final Part NONE =
                new Part(Settings.NONE, new ServerTable(List.of()), List.of(), List.of(), List.of());

        /** Copies the lists. */
        public Part {
            upstreams = List.copyOf(upstreams);
            lookups = List.copyOf(lookups);
            zones = List.copyOf(zones);
        }

        /** The zone of this name that limits requests or connections, or that a cache has. */
        public Optional<Zone> zone(String name) {
            return zones.stream().filter(zone -> zone.name().equals(name)).findFirst();
        }
    }
}
