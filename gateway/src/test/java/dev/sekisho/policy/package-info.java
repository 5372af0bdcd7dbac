/** Tests of what policies share. */
@NullMarked
package dev.sekisho.policy;

import org.jspecify.annotations.NullMarked;
