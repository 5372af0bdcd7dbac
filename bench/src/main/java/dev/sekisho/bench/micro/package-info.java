/** JMH benchmarks, run by {@code bench/run --jmh [PATTERN]} with the gc profiler. */
@NullMarked
package dev.sekisho.bench.micro;

import org.jspecify.annotations.NullMarked;
