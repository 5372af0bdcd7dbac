/** Asks authorities what they say of the gateway's certificates (OCSP, RFC 6960); plain blocking code. */
@NullMarked
package dev.sekisho.tls.ocsp;

import org.jspecify.annotations.NullMarked;
