package dev.sekisho.policy;

import java.time.Duration;

/**
 * How records wait for their destination; the terms are those of Kong's queues. Immutable, thread-safe.
 *
 * @param maxEntries records that wait at most; beyond it the oldest are dropped
 * @param maxBytes bytes of them all
 * @param maxBatch records of one request, where the destination takes requests
 * @param maxDelay how long a request waits for its batch to fill
 * @param initialRetryDelay pause behind the first failure; doubled with each further one
 * @param maxRetryDelay longest pause
 * @param maxRetryTime how long a batch is tried before it is given up
 */
public record LogQueue(
        int maxEntries,
        long maxBytes,
        int maxBatch,
        Duration maxDelay,
        Duration initialRetryDelay,
        Duration maxRetryDelay,
        Duration maxRetryTime) {}
