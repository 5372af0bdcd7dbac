package dev.sekisho.cli.args;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.fuzz.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A command line is refused with a reason, or the same when it is written anew from what was understood. */
class SyntaxFuzzTest {

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void words(byte[] input) throws Exception {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "words", SyntaxFuzzTest::check);
    }

    private static final Option SIZE = Option.of("--size", "N", "A number.");
    private static final Option NAME = Option.repeated("--name", "NAME", "A name.");
    private static final Option QUIET = Option.flag("--quiet", "Say nothing.");
    private static final Option SHORT = Option.of("-n", "N", "A number.");
    private static final Syntax SYNTAX = new Syntax(
            "do", "Does it.", "All of it.", "FILE", "REST", List.of(SIZE, NAME, QUIET, SHORT), List.of("do it"));

    private static boolean check(byte[] input) {
        List<String> words = List.of(new String(input, StandardCharsets.UTF_8).split("\n", -1));
        Arguments understood;
        try {
            understood = SYNTAX.parse(words);
        } catch (UsageException e) {
            assertThat(e.getMessage()).isNotBlank();
            return false;
        }
        List<String> anew = new ArrayList<>();
        for (Option option : List.of(SIZE, NAME)) {
            understood.given(option).forEach(value -> anew.add(option.name() + "=" + value));
        }
        understood.given(SHORT).forEach(value -> anew.addAll(List.of("-n", value)));
        if (understood.has(QUIET)) {
            anew.add("--quiet");
        }
        anew.addAll(understood.operands());
        anew.add("--");
        anew.addAll(understood.rest());
        assertThat(told(parsed(anew))).isEqualTo(told(understood));
        return true;
    }

    private static Arguments parsed(List<String> words) {
        try {
            return SYNTAX.parse(words);
        } catch (UsageException e) {
            throw new AssertionError(words.toString(), e);
        }
    }

    private static List<Object> told(Arguments arguments) {
        return List.of(
                arguments.given(SIZE),
                arguments.given(NAME),
                arguments.given(SHORT),
                arguments.has(QUIET),
                arguments.operands(),
                arguments.rest());
    }
}
