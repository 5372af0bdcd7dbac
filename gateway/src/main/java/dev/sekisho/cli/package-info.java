/** The command line: what each command of {@code sekisho} reads, does and prints. */
@NullMarked
package dev.sekisho.cli;

import org.jspecify.annotations.NullMarked;
