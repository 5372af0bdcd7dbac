package dev.sekisho.policy.cache.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CacheControlTest {

    private static CacheControl of(String... values) {
        return CacheControl.parse(List.of(values));
    }

    @Test
    void namesAreFoundInAnyCaseAndOverSeveralFields() {
        CacheControl control = of("Max-Age=5 ,, NO-store", "private=\"a, b\" , x=\"\\\"\"");
        assertThat(control.seconds("max-age")).hasValue(5);
        assertThat(control.has("no-store")).isTrue();
        assertThat(control.fields("private")).containsExactly("a", "b");
        assertThat(control.hasWhole("private")).isFalse();
        assertThat(control.directives()).containsEntry("x", "\"");
    }

    @ParameterizedTest
    @CsvSource({"5,5", "'\"5\"',5", "99999999999,2147483647", "2147483648,2147483647", "-1,0", "1.5,0", "a,0", "'',0"})
    void secondsThatAreNoneAreNone(String text, long seconds) {
        assertThat(of("max-age=" + text).seconds("max-age")).hasValue(seconds);
    }

    @Test
    void whatIsGivenTwiceDifferentlyIsNoFreshness() {
        assertThat(of("max-age=5, max-age=6").seconds("max-age")).hasValue(0);
        assertThat(of("max-age=5, max-age=5").seconds("max-age")).hasValue(5);
    }

    @Test
    void noCacheWithoutFieldsIsTheStronger() {
        assertThat(of("no-cache=a, no-cache").hasWhole("no-cache")).isTrue();
        assertThat(of("no-cache=a", "no-cache=b").fields("no-cache")).containsExactly("a", "b");
    }

    @Test
    void targetedDirectivesAreADictionary() {
        assertThat(TargetedControl.cdn(List.of("max-age=60;x=1, no-store=?0, private, a=\"b,c\"")))
                .hasValueSatisfying(control -> {
                    assertThat(control.seconds("max-age")).hasValue(60);
                    assertThat(control.has("no-store")).isFalse();
                    assertThat(control.has("private")).isTrue();
                });
        assertThat(TargetedControl.cdn(List.of("max-age=1, max-age=2"))
                        .orElseThrow()
                        .seconds("max-age"))
                .hasValue(2);
        assertThat(TargetedControl.cdn(List.of("max-age=token")).orElseThrow().seconds("max-age"))
                .hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Max-Age=60", "max-age=", "max-age = 60", "max-age=60,,", "=1", "a=\"b"})
    void whatIsNoDictionaryDoesNotCount(String value) {
        assertThat(TargetedControl.cdn(List.of(value))).isEmpty();
    }

    @Test
    void surrogateControlHasTwoTimes() {
        CacheControl control = TargetedControl.surrogate(List.of("max-age=3600+600;varnish, content=\"ESI/1.0\""))
                .orElseThrow();
        assertThat(control.directives()).isEqualTo(Map.of("max-age", "3600", "stale-while-revalidate", "600"));
        assertThat(TargetedControl.surrogate(List.of("content=\"ESI/1.0\""))).isEmpty();
        assertThat(TargetedControl.surrogate(List.of("no-store")).orElseThrow().has("no-store"))
                .isTrue();
    }
}
