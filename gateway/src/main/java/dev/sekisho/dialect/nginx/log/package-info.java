/** Logs: {@code access_log} and {@code log_format} as the policy {@code log}. */
@NullMarked
package dev.sekisho.dialect.nginx.log;

import org.jspecify.annotations.NullMarked;
