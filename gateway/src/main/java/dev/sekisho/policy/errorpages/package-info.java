/** The error-pages policy: pages in place of error answers, of the gateway and of the backend. */
@NullMarked
package dev.sekisho.policy.errorpages;

import org.jspecify.annotations.NullMarked;
