@NullMarked
package dev.sekisho.dataplane.router;

import org.jspecify.annotations.NullMarked;
