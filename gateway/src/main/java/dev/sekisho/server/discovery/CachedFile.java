package dev.sekisho.server.discovery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A file of the system in its parsed form, read again when it has changed. Thread-safe. */
final class CachedFile<T> {

    private final Path path;
    private final Function<String, T> parse;
    private @Nullable Stamp stamp;
    private Optional<T> content = Optional.empty();

    CachedFile(Path path, Function<String, T> parse) {
        this.path = path;
        this.parse = parse;
    }

    /** The content; empty where the file cannot be read. */
    synchronized Optional<T> get() {
        Stamp now = Stamp.of(path);
        if (!now.equals(stamp)) {
            stamp = now;
            content = read();
        }
        return content;
    }

    private Optional<T> read() {
        try {
            return Optional.of(parse.apply(Files.readString(path)));
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
