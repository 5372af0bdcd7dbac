/** The cors policy: cross-origin resource sharing (Fetch standard). */
@NullMarked
package dev.sekisho.policy.cors;

import org.jspecify.annotations.NullMarked;
