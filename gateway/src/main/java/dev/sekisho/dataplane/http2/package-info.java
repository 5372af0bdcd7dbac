/** What both sides need of HTTP/2: header blocks as bytes, heads as header blocks, and limits on a peer's frames. */
@NullMarked
package dev.sekisho.dataplane.http2;

import org.jspecify.annotations.NullMarked;
