/** Blobs on disk: segments that are only appended to, found by an index in memory. See docs/disk-cache.md. */
@NullMarked
package dev.sekisho.server.disk;

import org.jspecify.annotations.NullMarked;
