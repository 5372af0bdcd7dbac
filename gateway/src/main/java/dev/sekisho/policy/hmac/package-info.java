/** {@code hmac}: clients sign their requests with a secret that both sides know. */
@NullMarked
package dev.sekisho.policy.hmac;

import org.jspecify.annotations.NullMarked;
