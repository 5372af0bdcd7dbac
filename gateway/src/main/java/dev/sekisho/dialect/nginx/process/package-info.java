/** What a configuration says of the process that serves it: its pid file, log, workers and limits. */
@NullMarked
package dev.sekisho.dialect.nginx.process;

import org.jspecify.annotations.NullMarked;
