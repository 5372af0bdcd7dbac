/** The correlation-id policy: a field by which a request is known to all that it passes. */
@NullMarked
package dev.sekisho.policy.correlationid;

import org.jspecify.annotations.NullMarked;
