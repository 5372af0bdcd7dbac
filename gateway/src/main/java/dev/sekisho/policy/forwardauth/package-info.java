/** The forward-auth policy: an authoriser is asked about each request. */
@NullMarked
package dev.sekisho.policy.forwardauth;

import org.jspecify.annotations.NullMarked;
