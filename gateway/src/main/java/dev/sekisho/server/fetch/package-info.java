/** Requests of the gateway's own, which policies ask for. */
@NullMarked
package dev.sekisho.server.fetch;

import org.jspecify.annotations.NullMarked;
