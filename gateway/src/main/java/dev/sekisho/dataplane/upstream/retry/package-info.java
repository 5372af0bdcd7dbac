/** Whether and when a call is made again, and how much of it is too much. */
@NullMarked
package dev.sekisho.dataplane.upstream.retry;

import org.jspecify.annotations.NullMarked;
