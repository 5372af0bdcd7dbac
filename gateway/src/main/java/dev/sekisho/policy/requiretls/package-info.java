/** The require-tls policy: no request in the clear. */
@NullMarked
package dev.sekisho.policy.requiretls;

import org.jspecify.annotations.NullMarked;
