/** The jwt policy: who sends a request, by a signed token (RFC 7519). */
@NullMarked
package dev.sekisho.policy.jwt;

import org.jspecify.annotations.NullMarked;
