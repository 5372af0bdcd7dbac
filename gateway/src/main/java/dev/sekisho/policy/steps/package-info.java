/** The steps policy: a small program that sets variables, changes path and query, answers, and sends requests to other routes. */
@NullMarked
package dev.sekisho.policy.steps;

import org.jspecify.annotations.NullMarked;
