/** What the fuzz targets share. */
@NullMarked
package dev.sekisho.fuzz;

import org.jspecify.annotations.NullMarked;
