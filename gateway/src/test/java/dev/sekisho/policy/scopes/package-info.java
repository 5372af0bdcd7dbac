@NullMarked
package dev.sekisho.policy.scopes;

import org.jspecify.annotations.NullMarked;
