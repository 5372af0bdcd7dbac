@NullMarked
package dev.sekisho.policy.anyof;

import org.jspecify.annotations.NullMarked;
