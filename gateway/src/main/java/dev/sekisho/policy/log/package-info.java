/** The log policy: a record of each request goes to a place of its own. */
@NullMarked
package dev.sekisho.policy.log;

import org.jspecify.annotations.NullMarked;
