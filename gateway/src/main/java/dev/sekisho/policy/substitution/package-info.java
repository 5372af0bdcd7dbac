/** The substitution policy: texts in response bodies replaced by others, as nginx's sub_filter does. */
@NullMarked
package dev.sekisho.policy.substitution;

import org.jspecify.annotations.NullMarked;
