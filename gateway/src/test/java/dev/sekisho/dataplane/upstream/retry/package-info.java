@NullMarked
package dev.sekisho.dataplane.upstream.retry;

import org.jspecify.annotations.NullMarked;
