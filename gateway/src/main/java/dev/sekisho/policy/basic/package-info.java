/** The basic policy: clients are known by user name and password (RFC 7617). */
@NullMarked
package dev.sekisho.policy.basic;

import org.jspecify.annotations.NullMarked;
