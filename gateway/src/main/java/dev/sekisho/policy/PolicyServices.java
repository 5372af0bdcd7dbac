package dev.sekisho.policy;

import java.time.InstantSource;
import java.util.function.Supplier;

/** What the gateway lends to policies, from its start to its end. Thread-safe. */
public interface PolicyServices {

    /** Nothing that needs a network; state is never shared. */
    PolicyServices OFFLINE = new PolicyServices() {
        @Override
        public InstantSource clock() {
            return InstantSource.system();
        }

        @Override
        public Fetcher fetcher() {
            return Fetcher.OFFLINE;
        }

        @Override
        public boolean isOnline() {
            return false;
        }

        @Override
        public <T> T shared(Class<T> kind, Object key, Supplier<T> first) {
            return first.get();
        }
    };

    /** The wall clock. */
    InstantSource clock();

    /** What answers requests of the gateway's own. */
    Fetcher fetcher();

    /** Whether anybody may be asked; else policies are made only to see what they would do. */
    default boolean isOnline() {
        return true;
    }

    /**
     * State that outlives a reload: the same object for the same kind and an equal key, for as long as somebody holds it.
     *
     * @param kind class of the state
     * @param key what it is about; a value, such as a record
     * @param first makes it where there is none yet
     */
    <T> T shared(Class<T> kind, Object key, Supplier<T> first);
}
