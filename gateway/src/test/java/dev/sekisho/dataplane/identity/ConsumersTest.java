package dev.sekisho.dataplane.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.model.ApiKey;
import dev.sekisho.model.BasicLogin;
import dev.sekisho.model.Consumer;
import dev.sekisho.model.Origin;
import dev.sekisho.model.Plan;
import dev.sekisho.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConsumersTest {

    // SHA-256 of "test", FIPS 180-4
    private static final String HASH = "9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08";

    private static final Consumer SHOP = consumer(
            "shop",
            List.of(
                    new ApiKey(Optional.of(new Secret("first", "")), Optional.empty(), Optional.empty()),
                    new ApiKey(Optional.empty(), Optional.of(HASH), Optional.empty())),
            List.of(new BasicLogin("till", new Secret("x", ""))));

    private static Consumer consumer(String name, List<ApiKey> keys, List<BasicLogin> logins) {
        return new Consumer(
                name,
                List.of("partners"),
                Optional.of("gold"),
                keys,
                logins,
                List.of(),
                List.of(),
                List.of(),
                Origin.NONE);
    }

    @Test
    void credentialsComeWithWhoseTheyAreAndKeysWithTheirHash() {
        Consumers consumers = Consumers.of(List.of(SHOP), List.of());
        KnownConsumer shop = new KnownConsumer("shop", Optional.of("gold"), Set.of("partners"));
        assertThat(consumers.apiKeys())
                .allMatch(holder -> holder.consumer().equals(shop))
                .extracting(holder -> holder.credential().hash())
                .containsExactly(
                        HexFormat.of().formatHex(sha256("first")),
                        HexFormat.of().formatHex(sha256("test")));
        assertThat(consumers.basicLogins())
                .containsExactly(new Consumers.Holder<>(shop, SHOP.basic().getFirst()));
        assertThat(consumers.hmacLogins()).isEmpty();
        assertThat(consumers.jwtCredentials()).isEmpty();
        assertThat(consumers.named("shop")).contains(shop);
        assertThat(consumers.named("till")).isEmpty();
    }

    @Test
    void aKeyNeedsAKey() {
        ApiKey broken = new ApiKey(Optional.empty(), Optional.empty(), Optional.empty());
        assertThatThrownBy(broken::hash)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: key or sha256");
    }

    @Test
    void knowsWhetherItIsStillTheSame() {
        Consumers consumers = Consumers.of(List.of(SHOP), List.of());
        Plan gold = new Plan("gold", Optional.empty(), Origin.NONE);
        assertThat(consumers.isOf(List.of(SHOP), List.of())).isTrue();
        assertThat(consumers.isOf(List.of(SHOP), List.of(gold))).isFalse();
        assertThat(consumers.isOf(List.of(), List.of())).isFalse();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
