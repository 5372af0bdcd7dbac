/** Servers and locations as routes: which requests they get, what they do with the path, and what answers. */
@NullMarked
package dev.sekisho.dialect.nginx.route;

import org.jspecify.annotations.NullMarked;
