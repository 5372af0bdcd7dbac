/** Kong's declarative configuration, as Kong without a database and deck read it: entities to the model, plugins aside. */
@NullMarked
package dev.sekisho.dialect.kong;

import org.jspecify.annotations.NullMarked;
