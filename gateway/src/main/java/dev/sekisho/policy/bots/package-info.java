/** The bots policy: programs are let in or refused by the name that they give themselves. */
@NullMarked
package dev.sekisho.policy.bots;

import org.jspecify.annotations.NullMarked;
