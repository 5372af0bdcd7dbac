/** Tests of HTTP/2 towards clients. */
@NullMarked
package dev.sekisho.dataplane.listener.h2;

import org.jspecify.annotations.NullMarked;
