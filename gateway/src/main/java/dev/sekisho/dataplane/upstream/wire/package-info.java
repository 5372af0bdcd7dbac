/** What a call and a connection to a target, of whatever protocol, say to one another. */
@NullMarked
package dev.sekisho.dataplane.upstream.wire;

import org.jspecify.annotations.NullMarked;
