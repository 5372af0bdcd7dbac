/** Variables of a configuration, as they are found out for an exchange; a room of what policies share, and no policy itself. */
@NullMarked
package dev.sekisho.policy.variables;

import org.jspecify.annotations.NullMarked;
