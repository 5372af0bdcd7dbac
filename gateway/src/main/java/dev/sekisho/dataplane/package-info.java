/** What happens to a request: the exchange, its policy chain, and the contracts between the rooms around them. */
@NullMarked
package dev.sekisho.dataplane;

import org.jspecify.annotations.NullMarked;
