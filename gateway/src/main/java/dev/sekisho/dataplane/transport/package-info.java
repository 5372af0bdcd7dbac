/** The ways to reach the kernel's sockets. */
@NullMarked
package dev.sekisho.dataplane.transport;

import org.jspecify.annotations.NullMarked;
