/** What changes for requests between two configurations, of whatever languages. */
@NullMarked
package dev.sekisho.cli.diff;

import org.jspecify.annotations.NullMarked;
