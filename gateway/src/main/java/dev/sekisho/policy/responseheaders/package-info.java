/** The response-headers policy: edits response fields on their way to the client. */
@NullMarked
package dev.sekisho.policy.responseheaders;

import org.jspecify.annotations.NullMarked;
