/** The answer-headers policy: edits fields of answers by whose answer it is. */
@NullMarked
package dev.sekisho.policy.answerheaders;

import org.jspecify.annotations.NullMarked;
