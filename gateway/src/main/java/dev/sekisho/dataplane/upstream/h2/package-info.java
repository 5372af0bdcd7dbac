/** HTTP/2 towards targets (RFC 9113): connections that carry several requests at once, over Netty's codec. */
@NullMarked
package dev.sekisho.dataplane.upstream.h2;

import org.jspecify.annotations.NullMarked;
