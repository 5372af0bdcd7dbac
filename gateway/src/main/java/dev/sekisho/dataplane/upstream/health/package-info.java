/** Which targets can serve, by what probes and answers tell. */
@NullMarked
package dev.sekisho.dataplane.upstream.health;

import org.jspecify.annotations.NullMarked;
