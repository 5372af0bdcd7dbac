/** Tests through real listeners and real upstreams: what clients and services see of the gateway. */
@NullMarked
package dev.sekisho.blackbox;

import org.jspecify.annotations.NullMarked;
