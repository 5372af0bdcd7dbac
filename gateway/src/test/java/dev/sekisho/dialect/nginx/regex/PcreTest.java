package dev.sekisho.dialect.nginx.regex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PcreTest {

    @ParameterizedTest
    @CsvSource({
        "^/(?<user_name>[^/]+)$, /ann, true",
        "^/(?P<a>x)(?'b'y)$, /xy, true",
        "^[[:alpha:]]+$, abc, true",
        "^[[:alpha:]]+$, ab1, false",
        "^[]a]+$, ]a, true",
        "^[a[]+$, a[, true",
        "^[a&&b]+$, a&b, true",
        "a$, a, true",
        "\\.php$, /x.php, true",
        "^/a{2}$, /aa, true"
    })
    void matchesAsPcreDoes(String regex, String subject, boolean found) throws Exception {
        assertThat(Pcre.compile(regex, false).find(subject)).isEqualTo(found);
    }

    @Test
    void namesAreVariablesInLowerCase() throws Exception {
        Pcre pcre = Pcre.compile("(?<User_Name>a)(b)(?P<x>c)", false);
        assertThat(pcre.names()).containsExactly("user_name", "x");
        assertThat(pcre.groups()).isEqualTo(3);
    }

    @Test
    void caseCountsUnlessItDoesNot() throws Exception {
        assertThat(Pcre.compile("^/A", false).find("/a")).isFalse();
        assertThat(Pcre.compile("^/A", true).find("/a")).isTrue();
    }

    @Test
    void whatBothRefuseIsToldInPcresWords() {
        assertThatThrownBy(() -> Pcre.compile("(a", false))
                .isInstanceOfSatisfying(Pcre.InvalidRegexException.class, e -> {
                    assertThat(e.isCertain()).isTrue();
                    assertThat(e.text()).isEqualTo("pcre2_compile() failed: missing closing parenthesis in \"(a\"");
                });
    }
}
