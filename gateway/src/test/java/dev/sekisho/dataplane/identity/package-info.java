@NullMarked
package dev.sekisho.dataplane.identity;

import org.jspecify.annotations.NullMarked;
