/** The introspection policy: who sends a request, as an authorisation server says of the token (RFC 7662). */
@NullMarked
package dev.sekisho.policy.introspection;

import org.jspecify.annotations.NullMarked;
