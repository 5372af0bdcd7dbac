/** The sockets that clients connect to. */
@NullMarked
package dev.sekisho.dataplane.listener;

import org.jspecify.annotations.NullMarked;
