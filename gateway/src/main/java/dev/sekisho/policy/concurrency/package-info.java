/** The concurrency policy: a limit on requests under way on a route. */
@NullMarked
package dev.sekisho.policy.concurrency;

import org.jspecify.annotations.NullMarked;
