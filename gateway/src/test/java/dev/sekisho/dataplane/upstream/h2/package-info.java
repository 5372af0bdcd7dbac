/** Tests of HTTP/2 towards targets. */
@NullMarked
package dev.sekisho.dataplane.upstream.h2;

import org.jspecify.annotations.NullMarked;
