@NullMarked
package dev.sekisho.policy.quota;

import org.jspecify.annotations.NullMarked;
