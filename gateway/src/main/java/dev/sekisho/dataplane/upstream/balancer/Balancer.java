package dev.sekisho.dataplane.upstream.balancer;

/** Chooses one of several. Each loop has its own; one thread only; choosing allocates nothing. */
public interface Balancer {

    /**
     * Number of the one chosen, or -1 where none may serve.
     *
     * @param key what hashing ones go by
     */
    int pick(Candidates from, long key);

    /** The candidates or their weights are others: carries over by identity what can be kept. */
    default void changed(Candidates now) {}
}
