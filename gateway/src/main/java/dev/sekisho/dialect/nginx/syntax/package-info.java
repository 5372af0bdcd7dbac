/** Configuration files of nginx as trees of directives, with places; nothing about what directives mean. */
@NullMarked
package dev.sekisho.dialect.nginx.syntax;

import org.jspecify.annotations.NullMarked;
