package dev.sekisho.dataplane.stream;

/**
 * Where a stream tells what it does. Thread-safe.
 *
 * @param counts its numbers
 * @param observer sees its connections end
 */
public record StreamTelemetry(StreamCounts counts, StreamObserver observer) {}
