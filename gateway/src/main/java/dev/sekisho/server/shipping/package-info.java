/** Takes records of requests to their destinations: one thread gathers them from the loops, one for each destination sends them. */
@NullMarked
package dev.sekisho.server.shipping;

import org.jspecify.annotations.NullMarked;
