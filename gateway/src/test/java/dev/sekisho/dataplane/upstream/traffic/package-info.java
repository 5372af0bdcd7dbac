@NullMarked
package dev.sekisho.dataplane.upstream.traffic;

import org.jspecify.annotations.NullMarked;
