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
                    .contains(
                            "  quickstart  ",
                            "  run  ",
                            "  check  ",
                            "  convert  ",
                            "  explain  ",
                            "  test  ",
                            "  diff  ",
                            "  version  ")
                    .doesNotContain("aot-train");
        }
    }

    @Test
    void help_explains_codes_and_commands() {
        Cli.Result code = Cli.run("help", "model.unknown-policy");
        assertThat(code.code()).isZero();
        assertThat(code.out())
                .startsWith("model.unknown-policy, error\n  A reference to a policy that is not configured.\n")
                .contains("\nWhat happens\n  The configuration is not served", "\nWhy\n  ", "\nHow to mend it\n  ");
        assertThat(code.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(110));
        assertThat(Cli.run("help", "check")).isEqualTo(Cli.run("check", "--help"));
    }

    @Test
    void help_of_what_there_is_not_suggests_what_there_is() {
        Cli.Result unknown = Cli.run("help", "model.unkown-policy");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("did you mean model.unknown-policy?");
        assertThat(Cli.run("help", "chek").err()).contains("did you mean check?");
        assertThat(Cli.run("help", "no.such.thing.at.all.anywhere").err()).contains("sekisho --help lists them");
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
    @ValueSource(
            strings = {
                "quickstart",
                "run",
                "check",
                "convert",
                "explain",
                "test",
                "diff",
                "nginx",
                "version",
                "aot-train"
            })
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
