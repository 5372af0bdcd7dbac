package dev.sekisho.server.discovery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/**
 * What tells one state of a file from the next without reading it. Links are followed, so one that turns shows.
 *
 * @param modified nanoseconds since 1970; -1 where there is no such file
 * @param key the file itself, so that one replaced by a rename shows
 */
record Stamp(long modified, long size, Object key) {

    /** The state of a file just now. */
    static Stamp of(Path file) {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            Object key = found.fileKey() == null ? file.toRealPath() : found.fileKey();
            return new Stamp(found.lastModifiedTime().to(TimeUnit.NANOSECONDS), found.size(), key);
        } catch (IOException _) {
            return new Stamp(-1, -1, file);
        }
    }

    /** Whether there was a file. */
    boolean exists() {
        return modified != -1;
    }
}
