package dev.sekisho.policy.compression;

/**
 * A coding that a policy offers. Thread-safe.
 *
 * @param coding which
 * @param pool who makes it
 * @param counts what is counted of it
 */
record Offer(Coding coding, EncoderPool pool, Counts counts) {}
