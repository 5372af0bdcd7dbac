/** The any-of policy: several ways to show who one is, of which one will do. */
@NullMarked
package dev.sekisho.policy.anyof;

import org.jspecify.annotations.NullMarked;
