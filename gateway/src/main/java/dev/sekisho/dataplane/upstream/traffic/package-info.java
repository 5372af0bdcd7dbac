/** Which share of the traffic goes where, and what answers are kept or compared. */
@NullMarked
package dev.sekisho.dataplane.upstream.traffic;

import org.jspecify.annotations.NullMarked;
