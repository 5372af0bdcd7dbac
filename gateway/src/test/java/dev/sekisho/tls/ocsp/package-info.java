@NullMarked
package dev.sekisho.tls.ocsp;

import org.jspecify.annotations.NullMarked;
