/** The key-auth policy: clients are known by API keys. */
@NullMarked
package dev.sekisho.policy.keyauth;

import org.jspecify.annotations.NullMarked;
