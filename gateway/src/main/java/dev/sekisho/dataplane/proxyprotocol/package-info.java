/** The addresses of a client connection that the PROXY protocol passes on. */
@NullMarked
package dev.sekisho.dataplane.proxyprotocol;

import org.jspecify.annotations.NullMarked;
