/** The response-status policy: another status for the client. */
@NullMarked
package dev.sekisho.policy.responsestatus;

import org.jspecify.annotations.NullMarked;
