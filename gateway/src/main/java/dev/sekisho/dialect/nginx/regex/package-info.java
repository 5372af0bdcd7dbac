/** Regular expressions of PCRE as far as Java understands them, and their forms in RE2 syntax. */
@NullMarked
package dev.sekisho.dialect.nginx.regex;

import org.jspecify.annotations.NullMarked;
