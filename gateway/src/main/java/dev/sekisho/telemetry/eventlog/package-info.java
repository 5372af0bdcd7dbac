/** What the program says of itself, on standard error; standard output belongs to the access log. */
@NullMarked
package dev.sekisho.telemetry.eventlog;

import org.jspecify.annotations.NullMarked;
