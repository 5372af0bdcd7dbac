/** Tests of the package of the same name. */
@NullMarked
package dev.sekisho.telemetry.lines;

import org.jspecify.annotations.NullMarked;
