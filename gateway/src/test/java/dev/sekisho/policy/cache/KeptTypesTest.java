package dev.sekisho.policy.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which media types are kept. */
class KeptTypesTest {

    private static final KeptTypes TYPES = KeptTypes.of(List.of("application/json", "Text/HTML; charset=utf-8"));

    @ParameterizedTest
    @CsvSource({
        "application/json, true",
        "APPLICATION/JSON, true",
        "application/json; charset=utf-8, false",
        "text/html;charset=utf-8, true",
        "text/html ; charset=UTF-8, true",
        "text/html, false",
        "'', false"
    })
    void parametersCount(String type, boolean kept) {
        Headers head = new Headers();
        head.add(HeaderName.CONTENT_TYPE, type);
        assertThat(TYPES.cover(head)).isEqualTo(kept);
    }

    @Test
    void withoutATypeNothingIsKeptUnlessAnyTypeIs() {
        assertThat(TYPES.cover(new Headers())).isFalse();
        assertThat(KeptTypes.of(List.of()).cover(new Headers())).isTrue();
    }
}
