/** Lines on their way from event loops to whoever writes them: a ring between two threads, and a file that may be opened anew. */
@NullMarked
package dev.sekisho.telemetry.lines;

import org.jspecify.annotations.NullMarked;
