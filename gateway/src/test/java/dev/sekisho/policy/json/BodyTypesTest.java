package dev.sekisho.policy.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.Headers;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which bodies are looked at. */
class BodyTypesTest {

    private final BodyTypes json = new BodyTypes("contentTypes", BodyTypes.JSON);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json|true",
                "Application/JSON ; charset=x|true",
                "application/problem+json|true",
                "text/plain|false",
                "application/jsonx|false",
                "application/grpc+json|false",
                "application/grpc-web+json|false"
            })
    void goesByTheType(String type, boolean matches) {
        assertThat(json.match(head(type))).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({"text/plain, application/json", "application/json, text/plain"})
    void oneOfSeveralIsEnoughSinceNobodyKnowsWhichOneCounts(String first, String second) {
        assertThat(json.match(head(first, second))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"application/grpc+json"})
    void whatIsNamedIsTaken(String type) {
        assertThat(new BodyTypes("contentTypes", List.of(type)).match(head(type)))
                .isTrue();
    }

    private static Headers head(String... types) {
        Headers headers = new Headers();
        for (String type : types) {
            ChainHarness.field(headers, "Content-Type", type);
        }
        return headers;
    }
}
