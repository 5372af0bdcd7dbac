/** Texts with variables of nginx, in the form that they have here. */
@NullMarked
package dev.sekisho.dialect.nginx.text;

import org.jspecify.annotations.NullMarked;
