/** Clients that speak HTTP/2: connections, their streams, requests and responses. */
@NullMarked
package dev.sekisho.dataplane.listener.h2;

import org.jspecify.annotations.NullMarked;
