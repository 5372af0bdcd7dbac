/** Tests of the package of the same name. */
@NullMarked
package dev.sekisho.telemetry;

import org.jspecify.annotations.NullMarked;
