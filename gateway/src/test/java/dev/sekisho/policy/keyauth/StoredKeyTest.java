package dev.sekisho.policy.keyauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.identity.Consumers;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.model.Origin;
import dev.sekisho.model.Plan;
import dev.sekisho.policy.Asked;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredKeyTest {

    private static final Consumers CONSUMERS = Consumers.of(
            List.of(Asked.consumer("shop", Asked.key("k"))),
            List.of(new Plan("gold", Optional.empty(), Origin.NONE), new Plan("free", Optional.empty(), Origin.NONE)));

    private static Principal principal(Map<String, String> fields) throws StoredKey.Malformed {
        return StoredKey.of(fields).known(CONSUMERS).principal();
    }

    @Test
    void aConfiguredConsumerLendsWhatTheKeyDoesNotSay() throws Exception {
        Principal plain = principal(Map.of("consumer", "shop"));
        assertThat(plain.method()).isEqualTo("key-auth");
        assertThat(plain.consumerName()).isEqualTo("shop");
        assertThat(plain.plan()).isEqualTo("gold");
        assertThat(plain.groups()).containsExactly("partners");
        assertThat(plain.credential()).isEqualTo("shop/store");
        Principal own = principal(Map.of("consumer", "shop", "plan", "free", "groups", "a,, b ,a", "id", "2027"));
        assertThat(own.plan()).isEqualTo("free");
        assertThat(own.groups()).containsExactlyInAnyOrder("a", "b");
        assertThat(own.consumer().orElseThrow().groups()).containsExactlyInAnyOrder("a", "b");
        assertThat(own.credential()).isEqualTo("shop/2027");
        assertThat(principal(Map.of("consumer", "shop", "groups", "")).groups()).isEmpty();
    }

    @Test
    void aConsumerMayBeInTheStoreAlone() throws Exception {
        Principal alone = principal(Map.of("consumer", "guest"));
        assertThat(alone.consumerName()).isEqualTo("guest");
        assertThat(alone.plan()).isEmpty();
        assertThat(alone.groups()).isEmpty();
        assertThat(principal(Map.of("consumer", "guest", "plan", "free")).plan())
                .isEqualTo("free");
    }

    @ParameterizedTest
    @CsvSource({
        "2027-03-01T00:00:00Z, 2027-03-01T00:00:00Z",
        "2027-03-01T01:00:00.5+01:00, 2027-03-01T00:00:00.500Z",
        "1803859200, 2027-03-01T00:00:00Z",
        "0, 1970-01-01T00:00:00Z"
    })
    void expiryIsATimeOrSeconds(String text, Instant expected) throws Exception {
        KnownKey key = StoredKey.of(Map.of("consumer", "a", "expires", text)).known(CONSUMERS);
        assertThat(key.expires()).contains(expected);
        assertThat(key.isExpired(expected.toEpochMilli())).isTrue();
        assertThat(key.isExpired(expected.toEpochMilli() - 1)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "consumer, ''",
        "consumer, 'a\u0007b'",
        "consumer, 'a\u0085b'",
        "plan, platinum",
        "plan, 'a\nb'",
        "id, 'a\rb'",
        "groups, 'a,b\u0000'",
        "expires, tomorrow",
        "expires, -1",
        "expires, 2027-03-01",
        "expires, 1803859200000",
        "expires, '+1803859200'",
        "expires, ٣",
        "disabled, yes"
    })
    void whatCannotBeRightIsNoKeyAndIsNotRepeated(String field, String value) {
        Map<String, String> fields = new HashMap<>(Map.of("consumer", "shop"));
        fields.put(field, value);
        assertThatThrownBy(() -> principal(fields))
                .isInstanceOf(StoredKey.Malformed.class)
                .hasMessageStartingWith("field " + field + " (expected: ");
        if (!value.isEmpty()) {
            assertThatThrownBy(() -> principal(fields))
                    .message()
                    .doesNotContain("found")
                    .doesNotEndWith(value);
        }
    }

    @Test
    void sizesAreBounded() {
        String groups = IntStream.range(0, 101).mapToObj(i -> "g" + i).collect(Collectors.joining(","));
        assertThatThrownBy(() -> principal(Map.of("consumer", "a", "groups", groups)))
                .isInstanceOf(StoredKey.Malformed.class);
        assertThatThrownBy(() -> principal(Map.of("consumer", "a".repeat(201))))
                .isInstanceOf(StoredKey.Malformed.class);
    }

    /** Whatever stands in a store, nothing but the one exception comes of it. */
    @Test
    void anyFieldsAreReadOrRefused() {
        Random random = new Random(7);
        String alphabet = "0123456789-:TZ+.,ab\r\n\u0000\u00e9\ud83d true";
        for (int i = 0; i < 20_000; i++) {
            Map<String, String> fields = new HashMap<>();
            for (String name : StoredKey.FIELDS) {
                fields.put(
                        name,
                        random.ints(random.nextInt(25), 0, alphabet.length())
                                .mapToObj(at -> alphabet.substring(at, at + 1))
                                .collect(Collectors.joining()));
            }
            try {
                Principal read = principal(fields);
                assertThat(read.consumerName()).doesNotContain("\r", "\n", "\u0000");
            } catch (StoredKey.Malformed e) {
                assertThat(e).hasMessageContaining("expected");
            }
        }
    }
}
