package dev.sekisho.dialect.yaml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the references {@code ${env:NAME}} and {@code ${file:path}} get their values. Implementations are thread-safe. */
public interface SecretSource {

    /** The environment variable of the name, or nothing where it is not set. */
    Optional<String> env(String name);

    /**
     * The text of a file, as UTF-8.
     *
     * @throws IOException where it cannot be read
     */
    String file(String path) throws IOException;

    /** The environment and the files of this process; relative paths start at its working directory. */
    static SecretSource system() {
        return new SecretSource() {
            @Override
            public Optional<String> env(String name) {
                return Optional.ofNullable(System.getenv(name));
            }

            @Override
            public String file(String path) throws IOException {
                return Files.readString(Path.of(path));
            }
        };
    }
}
