package dev.sekisho.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {

    @Test
    void help_lists_the_commands_but_hidden_ones() {
        for (String word : List.of("help", "--help", "-h")) {
            Cli.Result result = Cli.run(word);
            assertThat(result.code()).isZero();
            assertThat(result.out())
                    .contains("  quickstart  ", "  run  ", "  check  ", "  convert  ", "  explain  ", "  version  ")
                    .doesNotContain("aot-train");
        }
    }

    @Test
    void nothing_and_nonsense_are_wrong() {
        assertThat(Cli.run().code()).isEqualTo(2);
        assertThat(Cli.run("chek"))
                .returns(2, Cli.Result::code)
                .satisfies(result -> assertThat(result.err()).contains("unknown command: chek (did you mean check?)"));
        assertThat(Cli.run("frobnicate").err()).contains("sekisho --help lists them");
    }

    @ParameterizedTest
    @ValueSource(strings = {"quickstart", "run", "check", "convert", "explain", "nginx", "version", "aot-train"})
    void the_help_of_each_command_has_an_example_and_fits_a_terminal(String command) {
        Cli.Result result = Cli.run(command, "--help");
        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("\nExample", "  sekisho " + command);
        assertThat(result.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(110));
    }

    @Test
    void the_version_with_jvm_and_transport() {
        for (String word : List.of("version", "--version", "-V")) {
            assertThat(Cli.run(word).out())
                    .contains("sekisho ", "Java " + System.getProperty("java.vm.version"), "transport ");
        }
    }
}
