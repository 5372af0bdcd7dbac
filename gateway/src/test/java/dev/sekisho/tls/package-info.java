/** Tests of what certificates and rules are read from. */
@NullMarked
package dev.sekisho.tls;

import org.jspecify.annotations.NullMarked;
