/** The fault policy: delays and errors on purpose, to see how clients bear them. */
@NullMarked
package dev.sekisho.policy.fault;

import org.jspecify.annotations.NullMarked;
