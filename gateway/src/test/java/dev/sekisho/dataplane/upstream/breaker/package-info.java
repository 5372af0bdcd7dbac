@NullMarked
package dev.sekisho.dataplane.upstream.breaker;

import org.jspecify.annotations.NullMarked;
