@NullMarked
package dev.sekisho;

import org.jspecify.annotations.NullMarked;
