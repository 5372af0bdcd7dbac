/** Tests of what the program says of itself. */
@NullMarked
package dev.sekisho.telemetry.eventlog;

import org.jspecify.annotations.NullMarked;
