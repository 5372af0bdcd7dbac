/** {@code mtls}: clients are known by the certificates of their TLS connections. */
@NullMarked
package dev.sekisho.policy.mtls;

import org.jspecify.annotations.NullMarked;
