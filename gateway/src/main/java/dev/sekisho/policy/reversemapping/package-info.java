/** The reverse-mapping policy: the backend's own names in its answers become those that clients know. */
@NullMarked
package dev.sekisho.policy.reversemapping;

import org.jspecify.annotations.NullMarked;
