/** What the gateway tells about its traffic: access log and metrics, written off the path of requests. */
@NullMarked
package dev.sekisho.telemetry;

import org.jspecify.annotations.NullMarked;
