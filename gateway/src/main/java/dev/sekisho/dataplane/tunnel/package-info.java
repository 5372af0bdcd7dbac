/** Tunnels of CONNECT: bytes between a client and a target, as they come. */
@NullMarked
package dev.sekisho.dataplane.tunnel;

import org.jspecify.annotations.NullMarked;
