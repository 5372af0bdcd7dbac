package dev.sekisho.server.discovery;

import dev.sekisho.model.Target;
import java.nio.file.Path;
import java.util.List;

/** Reads the text of a file of targets. Implementations are thread-safe. */
@FunctionalInterface
public interface TargetsReader {

    /**
     * The targets of a file.
     *
     * @param file for messages and origins; it is not opened
     * @return at least one target
     * @throws IllegalArgumentException where the text is no good list; the message has file, line and reason
     */
    List<Target> read(Path file, String text);
}
