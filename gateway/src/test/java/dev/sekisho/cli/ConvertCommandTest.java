package dev.sekisho.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConvertCommandTest {

    @TempDir
    Path folder;

    @Test
    void files_become_one_that_means_the_same() throws IOException {
        Path one = Files.writeString(
                folder.resolve("one.yaml"), "listeners: [ { name: http, address: \"127.0.0.1:8080\", via: none } ]\n");
        Path two = Files.writeString(folder.resolve("two.yaml"), "routes: [ { name: a, to: { respond: {} } } ]\n");
        Cli.Result first = Cli.run("convert", one, two);
        assertThat(first.code()).isZero();
        assertThat(first.out()).contains("listeners:\n  - name: http\n", "routes:\n  - name: a\n");
        Path merged = Files.writeString(folder.resolve("merged.yaml"), first.out());
        assertThat(Cli.run("convert", merged).out()).isEqualTo(first.out());
    }

    @Test
    void errors_print_no_configuration() throws IOException {
        Path file = Files.writeString(folder.resolve("a.yaml"), "listeners: [ { name: http } ]\n");
        Cli.Result result = Cli.run("convert", file);
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("a.yaml:1:", ": error: ");
    }
}
