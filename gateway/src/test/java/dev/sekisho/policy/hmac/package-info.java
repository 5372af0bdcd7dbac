@NullMarked
package dev.sekisho.policy.hmac;

import org.jspecify.annotations.NullMarked;
