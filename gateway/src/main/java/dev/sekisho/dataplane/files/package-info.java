/** The backend that answers with files of a directory. Reading them is asynchronous; nothing here blocks. */
@NullMarked
package dev.sekisho.dataplane.files;

import org.jspecify.annotations.NullMarked;
