/** The expression language of Kong's router: read, brought to alternatives of conditions, compiled to matches of the model. */
@NullMarked
package dev.sekisho.dialect.kong.expression;

import org.jspecify.annotations.NullMarked;
