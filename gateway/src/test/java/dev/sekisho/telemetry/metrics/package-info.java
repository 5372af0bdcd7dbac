/** Tests of the package of the same name. */
@NullMarked
package dev.sekisho.telemetry.metrics;

import org.jspecify.annotations.NullMarked;
