/** Who sends a request: what policies find out about the client, and what other parts may read of it. */
@NullMarked
package dev.sekisho.dataplane.identity;

import org.jspecify.annotations.NullMarked;
