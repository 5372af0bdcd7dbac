/** The variables of nginx, and texts in which they stand. */
@NullMarked
package dev.sekisho.dialect.nginx.variables;

import org.jspecify.annotations.NullMarked;
