package dev.sekisho.dialect.kong.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that hold what is expected; {@code -Dsekisho.update=true} writes them anew. */
final class Goldens {

    private static final boolean UPDATE = Boolean.getBoolean("sekisho.update");

    private Goldens() {}

    /** The top directory of the project, whichever module the tests run in. */
    static Path project() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("gateway"))
                ? here
                : here.resolveSibling("gateway").resolve("..").normalize();
    }

    /** The folder of the golden files of plugins. */
    static Path folder() {
        return project().resolve("gateway/src/test/resources/dialect/kong/plugin");
    }

    static void check(Path file, String actual) throws IOException {
        if (UPDATE) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, actual);
        }
        assertThat(file).exists();
        assertThat(actual)
                .as("%s (run the test with -Dsekisho.update=true to accept)", file.getFileName())
                .isEqualTo(Files.readString(file));
    }
}
