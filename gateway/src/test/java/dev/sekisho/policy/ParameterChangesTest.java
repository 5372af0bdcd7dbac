package dev.sekisho.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.identity.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterChangesTest {

    private final Exchange x = new ChainHarness().exchange();

    private static ParameterEdits one(String kind, Map<String, String> values) {
        Map<String, String> none = Map.of();
        return new ParameterEdits(
                kind.equals("remove") ? List.copyOf(values.keySet()) : List.of(),
                kind.equals("keepOnly") ? List.copyOf(values.keySet()) : List.of(),
                kind.equals("rename") ? values : none,
                kind.equals("replace") ? values : none,
                kind.equals("set") ? values : none,
                kind.equals("setIfAbsent") ? values : none,
                kind.equals("add") ? values : none,
                kind.equals("append") ? values : none);
    }

    private String after(ParameterEdits edits, String query) {
        return new ParameterChanges("query", edits).apply(query, x);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "remove|a=1&b=2&a=3|b=2",
                "remove|a|''",
                "remove|%61=1&A=2|A=2",
                "remove|b=2&&c|b=2&&c",
                "keepOnly|a=1&b=2&%61=3&&c|a=1&%61=3",
                "keepOnly|b=1|''",
                "rename|a=1&n=2&b=3&%61=4|n=1&b=3&n=4",
                "rename|n=2|n=2",
                "rename|a|n",
                "replace|b=1&a=2&a=3|b=1&a=n",
                "replace|b=1|b=1",
                "set|b=1&a=2&c=3&a=4|b=1&a=n&c=3",
                "set|''|a=n",
                "setIfAbsent|a|a",
                "setIfAbsent|b=%zz|b=%zz&a=n",
                "add|a=1|a=1&a=n",
                "append|a=1&a=2&b|a=1&a=2,n&b",
                "append|a=&b|a=n&b",
                "append|b|b&a=n",
            })
    void changes(String kind, String query, String expected) {
        assertThat(after(one(kind, Map.of("a", "n")), query)).isEqualTo(expected);
    }

    /** A name with a blank is found however a client writes it, since backends read a plus sign as one. */
    @Test
    void aPlusSignHidesNoName() {
        assertThat(after(one("remove", Map.of("a b", "")), "a+b=1&a%20b=2&a%2Bb=3"))
                .isEqualTo("a%2Bb=3");
        assertThat(after(one("remove", Map.of("a+b", "")), "a+b=1&a%20b=2&a%2Bb=3"))
                .isEqualTo("a%20b=2");
        assertThat(after(one("keepOnly", Map.of("a b", "")), "a+b=1&a%20b=2&a%2Bb=3"))
                .isEqualTo("a%20b=2");
    }

    @Test
    void whatIsWrittenIsOneParameter() {
        Random random = new Random(11);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(10); length > 0; length--) {
                text.append((char)
                        (random.nextBoolean() ? "&=#?%+ \r\n;/".charAt(random.nextInt(11)) : random.nextInt(0x800)));
            }
            x.principal(new Principal("jwt", text.toString(), Optional.empty(), "", Set.of(), Set.of(), Map.of()));
            assertThat(after(one("set", Map.of("a&b", "<{subject}>")), "z")).matches("z&a%26b=%3C[A-Za-z0-9%._~-]*%3E");
        }
    }

    @Test
    void refusesWhatCannotWork() {
        assertThatThrownBy(() -> new ParameterChanges("query", one("rename", Map.of("a", "b", "b", "c"))))
                .hasMessageContaining("(expected: each name once, as old or as new name)");
        assertThatThrownBy(() -> new ParameterChanges("query", one("set", Map.of("", "1"))))
                .hasMessage("query.set: \"\" (expected: a name)");
        assertThatThrownBy(() -> new ParameterChanges("query", one("set", Map.of("a", "{who}"))))
                .hasMessageStartingWith("query.set.a: {who} (expected: ");
    }
}
