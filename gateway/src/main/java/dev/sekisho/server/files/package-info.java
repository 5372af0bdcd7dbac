/** Reads files for the backend that answers with them, on threads that may block. */
@NullMarked
package dev.sekisho.server.files;

import org.jspecify.annotations.NullMarked;
