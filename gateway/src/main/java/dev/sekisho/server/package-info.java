/** The running gateway: sources of configuration, reload, listeners that come and go, start and stop. */
@NullMarked
package dev.sekisho.server;

import org.jspecify.annotations.NullMarked;
