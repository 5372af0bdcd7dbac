/** The request-body policy: edits JSON on its way to the backend. */
@NullMarked
package dev.sekisho.policy.requestbody;

import org.jspecify.annotations.NullMarked;
