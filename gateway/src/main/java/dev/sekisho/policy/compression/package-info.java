/** The compression policy: content codings for responses, where client and content take them. */
@NullMarked
package dev.sekisho.policy.compression;

import org.jspecify.annotations.NullMarked;
