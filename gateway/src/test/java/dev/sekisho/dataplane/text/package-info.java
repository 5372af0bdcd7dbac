/** Tests of the package of the same name. */
@NullMarked
package dev.sekisho.dataplane.text;

import org.jspecify.annotations.NullMarked;
