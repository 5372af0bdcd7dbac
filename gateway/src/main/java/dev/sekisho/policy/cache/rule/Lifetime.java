package dev.sekisho.policy.cache.rule;

/**
 * How long a stored response may be used (RFC 9111 section 4.2, RFC 5861), all in milliseconds.
 *
 * @param fresh from its making on
 * @param revalidate for how much longer it may be served while it is fetched anew
 * @param error for how much longer it may be served where fetching fails
 * @param strict whether it must never be served stale, whatever requests allow
 */
public record Lifetime(long fresh, long revalidate, long error, boolean strict) {

    /** Usable only once the origin has confirmed it. */
    public static final Lifetime CHECK_ALWAYS = new Lifetime(0, 0, 0, true);

    /** Whether it is fresh at that age. */
    public boolean isFresh(long age) {
        return age < fresh;
    }

    /** Whether it may be served at that age while it is fetched anew. */
    public boolean mayServeWhileRevalidating(long age) {
        return age - fresh < revalidate;
    }

    /** Whether it may be served at that age since fetching has failed. */
    public boolean mayServeOnError(long age) {
        return age - fresh < error;
    }

    /** For how long anything may be done with it without asking. */
    public long longest() {
        return fresh + Math.max(revalidate, error);
    }
}
