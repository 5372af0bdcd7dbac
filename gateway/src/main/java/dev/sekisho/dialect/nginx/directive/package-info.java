/** Which directives nginx has, where they may stand and with what; whether nginx would load a configuration, in its own words. */
@NullMarked
package dev.sekisho.dialect.nginx.directive;

import org.jspecify.annotations.NullMarked;
