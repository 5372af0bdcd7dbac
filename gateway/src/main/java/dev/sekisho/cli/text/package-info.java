/** Small forms of text that commands print. */
@NullMarked
package dev.sekisho.cli.text;

import org.jspecify.annotations.NullMarked;
