/** The one intermediate form that every configuration language compiles to: records that import nothing but the JDK. */
@NullMarked
package dev.sekisho.model;

import org.jspecify.annotations.NullMarked;
