/** Probes of targets, and looks for those that do worse than the others; plain blocking code on virtual threads. */
@NullMarked
package dev.sekisho.server.health;

import org.jspecify.annotations.NullMarked;
