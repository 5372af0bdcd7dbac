@NullMarked
package dev.sekisho.policy.mtls;

import org.jspecify.annotations.NullMarked;
