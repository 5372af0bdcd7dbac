package dev.sekisho.policy.cache.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.Headers;
import java.util.List;
import org.junit.jupiter.api.Test;

class VariantsTest {

    private static final Meta.About ABOUT = new Meta.About("http://test/", List.of(), 0);
    private final CacheKey primary = new CacheKey(new byte[] {1, 2, 3});
    private final Variants variants = new Variants(ABOUT, List.of("accept", "x-a"), 7);

    private static Headers fields(String... namesAndValues) {
        Headers headers = new Headers();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            ChainHarness.field(headers, namesAndValues[i], namesAndValues[i + 1]);
        }
        return headers;
    }

    private CacheKey key(String... namesAndValues) {
        return variants.key(primary, fields(namesAndValues));
    }

    @Test
    void valuesAreComparedAsLists() {
        assertThat(key("Accept", "a, b")).isEqualTo(key("ACCEPT", "a ,b")).isEqualTo(key("Accept", "a", "accept", "b"));
        assertThat(key("Accept", "a,b")).isNotEqualTo(key("Accept", "b,a"));
        assertThat(key("Accept", "A")).isNotEqualTo(key("Accept", "a"));
        assertThat(key("Accept", "a", "Other", "x")).isEqualTo(key("Accept", "a"));
    }

    @Test
    void anAbsentFieldIsNoEmptyOne() {
        assertThat(key()).isNotEqualTo(key("Accept", ""));
        assertThat(key("Accept", "x")).isNotEqualTo(key("X-A", "x"));
    }

    @Test
    void anotherMarkHasOtherKeys() {
        Variants later = new Variants(ABOUT, List.of("accept", "x-a"), 8);
        assertThat(later.key(primary, fields("Accept", "a"))).isNotEqualTo(key("Accept", "a"));
    }
}
