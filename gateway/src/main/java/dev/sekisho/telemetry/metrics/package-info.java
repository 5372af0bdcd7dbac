/** Counters per event loop, summed when somebody asks, and the page that shows them. */
@NullMarked
package dev.sekisho.telemetry.metrics;

import org.jspecify.annotations.NullMarked;
