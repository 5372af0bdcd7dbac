/** The security-headers policy: what browsers are told to refuse. */
@NullMarked
package dev.sekisho.policy.securityheaders;

import org.jspecify.annotations.NullMarked;
