/** Reads certificates and keys, and reads them again when they change; plain blocking code. */
@NullMarked
package dev.sekisho.tls;

import org.jspecify.annotations.NullMarked;
