/** Reading of YAML and JSON with places, which dialects share. */
@NullMarked
package dev.sekisho.dialect.document;

import org.jspecify.annotations.NullMarked;
