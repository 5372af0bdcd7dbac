/** The response-body policy: edits JSON on its way to the client. */
@NullMarked
package dev.sekisho.policy.responsebody;

import org.jspecify.annotations.NullMarked;
