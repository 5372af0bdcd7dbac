package dev.sekisho.dataplane.upstream.balancer;

import dev.sekisho.model.Balance;

/** Makes balancers. */
public final class Balancers {

    private Balancers() {}

    /** A balancer; the seed keeps loops from choosing in step. */
    public static Balancer create(Balance.Algorithm algorithm, long seed) {
        return switch (algorithm) {
            case ROUND_ROBIN -> new RoundRobin();
            case LEAST_CONNECTIONS -> new LeastConnections();
            case LEAST_REQUEST -> new LeastRequest(seed);
            case EWMA -> new OfTwo(seed, OfTwo.Cost.LATENCY);
            case RANDOM -> new Weighted(seed);
            case ADDRESS_HASH -> new AddressHash();
            case RING_HASH -> new RingHash();
            case MAGLEV -> new Maglev();
            case MODULO_HASH -> new ModuloHash();
            case KETAMA -> new Ketama();
        };
    }
}
