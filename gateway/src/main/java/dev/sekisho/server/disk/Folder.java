package dev.sekisho.server.disk;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The directory of a store. Names of files are numbers of the store's own; nothing of a request becomes part of a path.
 *
 * @param path without symbolic links
 */
record Folder(Path path) {

    private static final Pattern SEGMENT = Pattern.compile("([0-9a-f]{16})\\.segment");
    private static final String LOCK = "lock";

    /**
     * Makes the directory, for the owner alone, where it is missing.
     *
     * @throws IllegalArgumentException where it cannot be made or written, or everybody may write into it
     */
    static Folder of(Path path) {
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Path real = path.toRealPath();
            if (Files.getPosixFilePermissions(real).contains(PosixFilePermission.OTHERS_WRITE)) {
                throw new IllegalArgumentException(
                        "directory: " + path + " (expected: one that not everybody may write into)");
            }
            if (!Files.isWritable(real)) {
                throw new IllegalArgumentException("directory: " + path + " (expected: one that may be written)");
            }
            return new Folder(real);
        } catch (IOException e) {
            throw new IllegalArgumentException("directory: " + path + " (expected: a directory; " + e + ")", e);
        }
    }

    /** Takes the directory for this process; empty where another one, or another store, has it. */
    Optional<DirectoryLock> lock() throws IOException {
        return DirectoryLock.take(path.resolve(LOCK));
    }

    /** Files that are named like segments, by number. */
    SortedMap<Long, Path> segments() throws IOException {
        SortedMap<Long, Path> found = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
            for (Path file : files) {
                Matcher matcher = SEGMENT.matcher(file.getFileName().toString());
                if (matcher.matches() && matcher.group(1).charAt(0) < '8') { // fits a long
                    found.put(Long.parseLong(matcher.group(1), 16), file);
                }
            }
        }
        return found;
    }

    /** Whether it is a file and no link to one. */
    static boolean isFile(Path path) {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** Where a segment is. */
    Path segment(long id) {
        return path.resolve(String.format("%016x.segment", id));
    }
}
