/** The services behind the gateway: which target serves a request, and the call to it. */
@NullMarked
package dev.sekisho.dataplane.upstream;

import org.jspecify.annotations.NullMarked;
