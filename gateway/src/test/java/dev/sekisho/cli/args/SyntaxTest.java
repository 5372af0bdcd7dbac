package dev.sekisho.cli.args;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SyntaxTest {

    private static final Option SIZE = Option.of("--size", "N", "A number.");
    private static final Option NAME = Option.repeated("--name", "NAME", "A name.");
    private static final Option QUIET = Option.flag("--quiet", "Say nothing.");
    private static final Syntax SYNTAX =
            new Syntax("do", "Does it.", "All of it.", "FILE", "REST", List.of(SIZE, NAME, QUIET), List.of("do it"));

    private static Arguments parse(String... words) throws UsageException {
        return SYNTAX.parse(List.of(words));
    }

    @Test
    void options_operands_and_the_rest() throws UsageException {
        Arguments arguments = parse("a", "--size=3", "--name", "--x", "-", "--name=b=c", "--quiet", "--", "--size", "--");
        assertThat(arguments.operands()).containsExactly("a", "-");
        assertThat(arguments.value(SIZE, Integer::parseInt)).hasValue(3);
        assertThat(arguments.given(NAME)).containsExactly("--x", "b=c");
        assertThat(arguments.has(QUIET)).isTrue();
        assertThat(arguments.rest()).containsExactly("--size", "--");
    }

    @Test
    void what_was_not_given_is_empty() throws UsageException {
        Arguments arguments = parse("a");
        assertThat(arguments.text(SIZE)).isEmpty();
        assertThat(arguments.values(NAME, String::length)).isEmpty();
        assertThat(arguments.has(QUIET)).isFalse();
        assertThat(arguments.rest()).isEmpty();
    }

    @Test
    void what_does_not_fit_is_refused() {
        refused("unknown option: --siez (did you mean --size?)", "a", "--siez", "1");
        refused("--size: no value (expected: --size N)", "a", "--size");
        refused("--size: given twice (expected: once)", "a", "--size=1", "--size=2");
        refused("--quiet=yes (expected: --quiet without a value)", "a", "--quiet=yes");
        refused("no FILE (expected: at least one)", "--quiet");
        Syntax bare = new Syntax("x", "", "", "", "", List.of(), List.of());
        assertThatThrownBy(() -> bare.parse(List.of("a"))).hasMessage("unexpected argument: a");
        assertThatThrownBy(() -> bare.parse(List.of("--"))).hasMessage("unknown option: --");
    }

    private static void refused(String message, String... words) {
        assertThatThrownBy(() -> parse(words)).isInstanceOf(UsageException.class).hasMessage(message);
    }

    @Test
    void a_value_that_cannot_be_read_is_refused_with_the_option() throws UsageException {
        Arguments arguments = parse("a", "--size=many");
        assertThatThrownBy(() -> arguments.value(SIZE, Integer::parseInt))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("--size: ");
    }

    @Test
    void the_help_tells_all() {
        assertThat(SYNTAX.help())
                .isEqualTo(
                        """
                        Does it.

                          sekisho do FILE... [OPTION...] -- REST

                        All of it.

                        Options:
                          --size N
                              A number.
                          --name NAME
                              A name. May repeat.
                          --quiet
                              Say nothing.

                        Example:
                          do it
                        """);
    }
}
