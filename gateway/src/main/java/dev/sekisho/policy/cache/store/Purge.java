package dev.sekisho.policy.cache.store;

/** What is to be forgotten. Immutable, thread-safe. */
public sealed interface Purge {

    /** Whether it concerns a stored response. */
    boolean covers(Meta.About about);

    /** One URL with scheme, host, path and query, in all its variants. */
    record Url(String url) implements Purge {
        @Override
        public boolean covers(Meta.About about) {
            return about.url().equals(url);
        }
    }

    /** All URLs that begin so. */
    record Prefix(String prefix) implements Purge {
        @Override
        public boolean covers(Meta.About about) {
            return about.url().startsWith(prefix);
        }
    }

    /** All that bear this surrogate key. */
    record Tag(String tag) implements Purge {
        @Override
        public boolean covers(Meta.About about) {
            return about.tags().contains(tag);
        }
    }

    /** Everything. */
    record All() implements Purge {
        @Override
        public boolean covers(Meta.About about) {
            return true;
        }
    }
}
