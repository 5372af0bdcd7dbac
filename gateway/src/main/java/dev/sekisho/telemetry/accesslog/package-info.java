/** The access log: one JSON line an exchange or stream's connection, through a ring per event loop to one writing thread. */
@NullMarked
package dev.sekisho.telemetry.accesslog;

import org.jspecify.annotations.NullMarked;
