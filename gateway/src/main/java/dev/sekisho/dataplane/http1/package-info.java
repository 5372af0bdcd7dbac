/** HTTP/1.1 on the wire (RFC 9112): heads, bodies, and the strictness that keeps two parsers from disagreeing. */
@NullMarked
package dev.sekisho.dataplane.http1;

import org.jspecify.annotations.NullMarked;
