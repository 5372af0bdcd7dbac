package dev.sekisho.policy.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvalidatedTest {

    private static List<String> others(String location) {
        List<String> found = new ArrayList<>();
        Invalidated.others("http://test/a/b?x", Optional.of(location), found::add);
        return found;
    }

    @ParameterizedTest
    @CsvSource({
        "/c,http://test/c",
        "c?y=1,http://test/a/c?y=1",
        "../c,http://test/c",
        "http://TEST/c,http://test/c",
        "http://test,http://test/"
    })
    void onlyTheSameOrigin(String location, String url) {
        assertThat(others(location)).containsExactly(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://other/c",
                "https://test/c",
                "http://test:81/c",
                "//other/c",
                "mailto:a@b",
                "http://[",
                "%"
            })
    void anotherOriginIsLeftAlone(String location) {
        assertThat(others(location)).isEmpty();
    }

    @Test
    void noLocationIsNone() {
        Invalidated.others("http://test/", Optional.empty(), url -> {
            throw new AssertionError(url);
        });
    }
}
