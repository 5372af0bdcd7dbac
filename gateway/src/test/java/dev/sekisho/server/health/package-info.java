/** Probes against real services and hostile ones. */
@NullMarked
package dev.sekisho.server.health;

import org.jspecify.annotations.NullMarked;
