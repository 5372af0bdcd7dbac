/** The dialect of nginx. */
@NullMarked
package dev.sekisho.dialect.nginx;

import org.jspecify.annotations.NullMarked;
