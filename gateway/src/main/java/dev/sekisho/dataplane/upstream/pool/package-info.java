/** Connections to targets that are kept between requests. */
@NullMarked
package dev.sekisho.dataplane.upstream.pool;

import org.jspecify.annotations.NullMarked;
