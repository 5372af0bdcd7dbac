/** Tests of the comparison of answers. */
@NullMarked
package dev.sekisho.telemetry.shadow;

import org.jspecify.annotations.NullMarked;
