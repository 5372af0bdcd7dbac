/** From a request to its route: host, path, other conditions; see docs/routing.md for the rules. */
@NullMarked
package dev.sekisho.dataplane.router;

import org.jspecify.annotations.NullMarked;
