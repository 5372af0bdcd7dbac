/** Redis, as policies and others may use it; the only place that knows its client, Lettuce. */
@NullMarked
package dev.sekisho.server.redis;

import org.jspecify.annotations.NullMarked;
