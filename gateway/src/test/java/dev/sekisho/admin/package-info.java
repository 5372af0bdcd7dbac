/** Tests of the package of the same name. */
@NullMarked
package dev.sekisho.admin;

import org.jspecify.annotations.NullMarked;
