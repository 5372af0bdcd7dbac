/** The acl policy: which consumers and groups may ask. */
@NullMarked
package dev.sekisho.policy.acl;

import org.jspecify.annotations.NullMarked;
