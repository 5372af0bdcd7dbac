/** Tests of what speaks with upstreams. */
@NullMarked
package dev.sekisho.dataplane.upstream;

import org.jspecify.annotations.NullMarked;
