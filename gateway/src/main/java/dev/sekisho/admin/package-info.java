/** The operator's side door: health, metrics, reload. Plain blocking code, on loopback only. */
@NullMarked
package dev.sekisho.admin;

import org.jspecify.annotations.NullMarked;
