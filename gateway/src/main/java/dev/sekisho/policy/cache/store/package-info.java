/** Where responses are kept: in memory, who is fetching what, and what was purged. */
@NullMarked
package dev.sekisho.policy.cache.store;

import org.jspecify.annotations.NullMarked;
