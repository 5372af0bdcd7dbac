/** Tests of the edits of JSON texts. */
@NullMarked
package dev.sekisho.policy.json;

import org.jspecify.annotations.NullMarked;
