/** The request-headers policy: edits request fields on their way to the backend. */
@NullMarked
package dev.sekisho.policy.requestheaders;

import org.jspecify.annotations.NullMarked;
