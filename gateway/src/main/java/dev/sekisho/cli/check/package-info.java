/** The doctor: what it looks for in every model, whatever language that comes from, and how it tells of what it has found. */
@NullMarked
package dev.sekisho.cli.check;

import org.jspecify.annotations.NullMarked;
