/** Texts as logs write them, without an allocation: the inside of JSON strings, times, request targets without their secrets. */
@NullMarked
package dev.sekisho.dataplane.text;

import org.jspecify.annotations.NullMarked;
