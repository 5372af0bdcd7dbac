@NullMarked
package dev.sekisho.policy.rules;

import org.jspecify.annotations.NullMarked;
