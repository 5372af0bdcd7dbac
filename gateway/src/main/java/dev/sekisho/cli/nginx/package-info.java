/** The command line of nginx: its options, its messages and its exit codes. */
@NullMarked
package dev.sekisho.cli.nginx;

import org.jspecify.annotations.NullMarked;
