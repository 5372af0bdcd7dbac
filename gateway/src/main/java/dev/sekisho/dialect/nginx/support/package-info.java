/** What becomes of each directive of nginx. */
@NullMarked
package dev.sekisho.dialect.nginx.support;

import org.jspecify.annotations.NullMarked;
