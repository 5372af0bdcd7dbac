/** Tests of pools. */
@NullMarked
package dev.sekisho.dataplane.upstream.pool;

import org.jspecify.annotations.NullMarked;
