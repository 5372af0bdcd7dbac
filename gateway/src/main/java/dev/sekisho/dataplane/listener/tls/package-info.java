/** TLS of client connections: which certificate is shown, and who the client is. */
@NullMarked
package dev.sekisho.dataplane.listener.tls;

import org.jspecify.annotations.NullMarked;
