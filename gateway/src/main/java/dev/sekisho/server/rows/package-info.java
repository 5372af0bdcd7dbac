/** Numbers of policies that outlive the process, in files. */
@NullMarked
package dev.sekisho.server.rows;

import org.jspecify.annotations.NullMarked;
