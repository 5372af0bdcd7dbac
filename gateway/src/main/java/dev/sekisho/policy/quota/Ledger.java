package dev.sekisho.policy.quota;

import java.util.concurrent.CompletableFuture;

/** Where requests are counted. Thread-safe, never blocks. */
interface Ledger {

    /**
     * Counts a request in every period, unless one of them is used up.
     *
     * @param account whose it is, of letters, digits and {@code *+-./_%}
     * @param now milliseconds since 1970
     * @return fails where it cannot be counted
     */
    CompletableFuture<Standing> take(String account, Allowance allowance, long now);
}
