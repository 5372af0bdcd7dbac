/** Tests of the package of the same name. */
@NullMarked
package dev.sekisho.policy.log;

import org.jspecify.annotations.NullMarked;
