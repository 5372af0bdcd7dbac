package dev.sekisho.policy.cache.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.policy.cache.rule.Lifetime;
import dev.sekisho.policy.cache.rule.Personal;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MetaCodecTest {

    private static final Meta.About ABOUT = new Meta.About("http://test/\u00e4", List.of("a", "b"), 42);

    private static Meta meta() {
        ResponseHead head = new ResponseHead();
        head.clear();
        head.status(404);
        Heads.add(head.headers(), "ETag", "\"1\"");
        Heads.add(head.headers(), "Surrogate-Key", "a b");
        Heads.add(head.headers(), "Date", "Thu, 01 Jan 2026 00:00:00 GMT");
        return Meta.of(ABOUT, head, head, 17, new Lifetime(1, 2, 3, true), 4, 5, Personal.COOKIES);
    }

    @Test
    void whatWasWrittenIsRead() {
        MetaCodec.OfResponse read =
                (MetaCodec.OfResponse) MetaCodec.decode(MetaCodec.encode(meta()), Set.of("surrogate-key"))
                        .orElseThrow();
        Meta meta = read.meta();
        assertThat(meta.about()).isEqualTo(ABOUT);
        assertThat(meta.length()).isEqualTo(17);
        assertThat(meta.lifetime()).isEqualTo(new Lifetime(1, 2, 3, true));
        assertThat(meta.age()).isEqualTo(4);
        assertThat(meta.received()).isEqualTo(5);
        assertThat(meta.audience()).isEqualTo(Personal.COOKIES);
        assertThat(meta.head().status()).isEqualTo(404);
        assertThat(meta.fields().toString()).isEqualTo(meta().fields().toString());
        Variants variants = new Variants(ABOUT, List.of("accept"), 9);
        MetaCodec.OfVariants mark = (MetaCodec.OfVariants)
                MetaCodec.decode(MetaCodec.encode(variants), Set.of()).orElseThrow();
        assertThat(mark.variants().number()).isEqualTo(9);
        assertThat(mark.variants().names()).containsExactly("accept");
    }

    @Test
    void whatIsCutOrChangedIsNoneOrAnotherButNeverAnError() {
        byte[] good = MetaCodec.encode(meta());
        for (int length = 0; length < good.length; length++) {
            assertThat(MetaCodec.decode(Arrays.copyOf(good, length), Set.of())).isEmpty();
        }
        for (int i = 0; i < good.length; i++) {
            byte[] changed = good.clone();
            changed[i] ^= (byte) 0x80;
            MetaCodec.decode(changed, Set.of());
        }
    }
}
