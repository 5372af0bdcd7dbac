/** Tests of streams, and connections as they are at their end. */
@NullMarked
package dev.sekisho.dataplane.stream;

import org.jspecify.annotations.NullMarked;
