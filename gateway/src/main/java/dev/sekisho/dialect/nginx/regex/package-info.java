/** Regular expressions of PCRE as far as Java understands them. */
@NullMarked
package dev.sekisho.dialect.nginx.regex;

import org.jspecify.annotations.NullMarked;
