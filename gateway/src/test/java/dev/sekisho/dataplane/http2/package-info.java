/** Tests of what both sides share of HTTP/2. */
@NullMarked
package dev.sekisho.dataplane.http2;

import org.jspecify.annotations.NullMarked;
