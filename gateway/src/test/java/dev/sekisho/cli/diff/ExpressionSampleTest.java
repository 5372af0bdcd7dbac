package dev.sekisho.cli.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionSampleTest {

    private static final List<String> PATHS = List.of("/", "/x");

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "^/users/[0-9]+$ /users/0",
                "^/users/(?P<id>\\d{4})/orders/?$ /users/0000/orders",
                "\\.php$ /.php",
                "^/(?:a|b)/.*$ /a/x",
                "(?i)\\.(jpg|png)$ /.jpg",
                "^/[^/.]+/[[:upper:]]{2,3}$ /x/AA",
                "^/v\\d+(\\.\\d+)?/ /v0/",
                "orders /orders",
                "^/a.{3}[]x]*?z /axxxxz"
            })
    void aTextIsMadeThatTheExpressionMatches(String expression, String text) {
        assertThat(ExpressionSample.of(expression, PATHS)).contains(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"^/y\\b[0-9]$", "[", "^x$", "^/(", "(?:", "\\", "a{", "^/a{1000}{1000}"})
    void nothingIsMadeWhereItWouldNotMatch(String expression) {
        assertThat(ExpressionSample.of(expression, PATHS)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"^(?P<name>.+)\\.example\\.com$, x.example.com", "^(www|api)\\.test$, www.test"})
    void hostsStartAsTheyLike(String expression, String text) {
        assertThat(ExpressionSample.of(expression, List.of())).contains(text);
    }
}
