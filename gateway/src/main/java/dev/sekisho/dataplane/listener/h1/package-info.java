/** HTTP/1.1 with clients. */
@NullMarked
package dev.sekisho.dataplane.listener.h1;

import org.jspecify.annotations.NullMarked;
