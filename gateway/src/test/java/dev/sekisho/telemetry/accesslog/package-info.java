/** Tests of the package of the same name. */
@NullMarked
package dev.sekisho.telemetry.accesslog;

import org.jspecify.annotations.NullMarked;
