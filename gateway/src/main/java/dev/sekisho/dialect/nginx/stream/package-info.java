/** Servers of {@code stream}, which pass TCP and UDP on. */
@NullMarked
package dev.sekisho.dialect.nginx.stream;

import org.jspecify.annotations.NullMarked;
