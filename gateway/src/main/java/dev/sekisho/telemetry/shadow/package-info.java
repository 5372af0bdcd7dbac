/** Compares the answers to copies of requests with those that clients get; off the event loops. */
@NullMarked
package dev.sekisho.telemetry.shadow;

import org.jspecify.annotations.NullMarked;
