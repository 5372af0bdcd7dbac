/** Tests of the package of the same name. */
@NullMarked
package dev.sekisho.server.shipping;

import org.jspecify.annotations.NullMarked;
