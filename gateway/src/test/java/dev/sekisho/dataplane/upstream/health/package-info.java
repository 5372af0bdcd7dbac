@NullMarked
package dev.sekisho.dataplane.upstream.health;

import org.jspecify.annotations.NullMarked;
