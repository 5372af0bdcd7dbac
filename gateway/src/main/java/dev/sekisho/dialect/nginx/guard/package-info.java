/** What protects places: limits, who may ask, and who is asked about it. */
@NullMarked
package dev.sekisho.dialect.nginx.guard;

import org.jspecify.annotations.NullMarked;
