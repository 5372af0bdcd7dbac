/** Kong's entities as they stand in files: tables of their fields, values with places, references to the environment. */
@NullMarked
package dev.sekisho.dialect.kong.entity;

import org.jspecify.annotations.NullMarked;
