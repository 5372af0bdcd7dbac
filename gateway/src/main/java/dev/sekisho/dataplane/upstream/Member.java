package dev.sekisho.dataplane.upstream;

/**
 * A target as it serves an upstream now.
 *
 * @param state what is kept of it from configuration to configuration
 * @param endpoint what discovery found: weight, tier, labels
 */
public record Member(TargetState state, Endpoint endpoint) {}
