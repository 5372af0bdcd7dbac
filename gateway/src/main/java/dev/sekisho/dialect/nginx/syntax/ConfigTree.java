package dev.sekisho.dialect.nginx.syntax;

import java.util.List;
import java.util.Optional;

/**
 * A configuration as it is written. Immutable.
 *
 * @param main the directives outside all braces: those of {@code -g}, then those of the file
 * @param fault what ended reading before the end; nothing behind it was read
 * @param files the files that were read, each once, in order
 */
public record ConfigTree(Block main, Optional<Message> fault, List<SourceFile> files) {

    /** Copies the list. */
    public ConfigTree {
        files = List.copyOf(files);
    }

    /**
     * A file that was read.
     *
     * @param path its absolute name
     * @param text its content, as {@link ConfigText}
     */
    public record SourceFile(String path, String text) {}

    /** The name of the file that was given; empty where it could not be read. */
    public String path() {
        return files.isEmpty() ? "" : files.getFirst().path();
    }
}
