/**
 * The side-by-side benchmark: nginx, HAProxy, Spring Cloud Gateway and Sekisho in front of one backend, measured in
 * interleaved rounds in one session. The main figure is the CPU time of the proxy's processes per request.
 */
@NullMarked
package dev.sekisho.bench.sidebyside;

import org.jspecify.annotations.NullMarked;
