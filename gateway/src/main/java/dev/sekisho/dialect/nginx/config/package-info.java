/** The configuration that nginx would work with: blocks, settings after inheritance, and which server and location a request gets. */
@NullMarked
package dev.sekisho.dialect.nginx.config;

import org.jspecify.annotations.NullMarked;
