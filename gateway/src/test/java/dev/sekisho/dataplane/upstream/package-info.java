@NullMarked
package dev.sekisho.dataplane.upstream;

import org.jspecify.annotations.NullMarked;
