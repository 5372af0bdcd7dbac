/** The request-line policy: another method, path or query for the backend. */
@NullMarked
package dev.sekisho.policy.requestline;

import org.jspecify.annotations.NullMarked;
