/** Sekisho's own configuration language: YAML 1.2, bound to the records of the model by their {@code @Property} descriptions. */
@NullMarked
package dev.sekisho.dialect.yaml;

import org.jspecify.annotations.NullMarked;
