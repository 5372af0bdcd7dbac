package dev.sekisho.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StateFolderTest {

    @Test
    void the_folder_of_the_environment_or_of_the_home() {
        assertThat(StateFolder.of(Optional.of("/var/state"), Optional.of("/home/me")))
                .hasValue(Path.of("/var/state/sekisho"));
        assertThat(StateFolder.of(Optional.empty(), Optional.of("/home/me")))
                .hasValue(Path.of("/home/me/.local/state/sekisho"));
        assertThat(StateFolder.of(Optional.of("relative"), Optional.of("/home/me")))
                .as("to be ignored, says the specification")
                .hasValue(Path.of("/home/me/.local/state/sekisho"));
        assertThat(StateFolder.of(Optional.empty(), Optional.empty())).isEmpty();
    }
}
