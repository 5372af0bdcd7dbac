package dev.sekisho.policy.compression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.Headers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which coding a client gets, by RFC 9110 section 12.5.3, where br is offered before gzip. */
class AcceptEncodingTest {

    private final Offers offers = new Offers(List.of(offer(Coding.BR), offer(Coding.GZIP)));

    private static Offer offer(Coding coding) {
        Counts counts = new Counts(new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder());
        return new Offer(coding, new EncoderPool.Kind(coding, 1, 1).pool(), counts);
    }

    private String chosen(String... fields) {
        Headers request = new Headers();
        for (String field : fields) {
            ChainHarness.field(request, "Accept-Encoding", field);
        }
        return Optional.ofNullable(offers.choose(AcceptEncoding.read(request)))
                .map(offer -> offer.coding().toString())
                .orElse("none");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip | gzip",
                "br | br",
                "GZIP | gzip",
                "x-gzip | gzip",
                "gzip, deflate, br, zstd | br",
                "gzip;q=1.0, br;q=0.9 | gzip",
                "br;q=0.9,gzip;q=0.9 | br",
                "gzip ; q=0.5\t,\tbr ;Q=0.4 | gzip",
                "* | br",
                "*;q=0.5, gzip | gzip",
                "*, br;q=0 | gzip",
                "*;q=0 | none",
                "gzip, *;q=0 | gzip",
                "identity | none",
                "identity;q=0 | none",
                "identity, gzip;q=0.5 | none",
                "identity;q=0.5, gzip;q=0.5 | gzip",
                "identity;q=0.5, * | br",
                "deflate, zstd | none",
                "gzip;q=0 | none",
                "gzip;q=0.000, br;q=0 | none",
                "gzip;q=0, gzip | none",
                "gzip;q=0.001 | gzip",
                "gzip;q=1.000 | gzip",
                "gzip;q=1.001 | none",
                "gzip;q=0.0001 | none",
                "gzip;q=2 | none",
                "gzip;q=-1 | none",
                "gzip;q= | none",
                "gzip;q | none",
                "gzip; | none",
                "gzip;level=9 | none",
                "gzip;q=1;x=2 | none",
                "gzip;q=\"1\" | none",
                "gzip q=1 | none",
                "gzipped | none",
                "xgzip | none",
                "gzi | none",
                "broken;;,gzip | gzip",
                ",, ,gzip,, | gzip",
                "'' | none"
            })
    void followsTheGrammarAndTheWeights(String field, String coding) {
        assertThat(chosen(field)).isEqualTo(coding);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip, deflate | gzip",
                "GZIP | gzip",
                "identity, gzip;q=0.1 | gzip",
                "gzip;q=0 | none",
                "* | none",
                "x-gzip | none",
                "identity | none",
                "*;q=0, gzip | gzip"
            })
    void namesAloneMayCount(String field, String coding) {
        Headers request = new Headers();
        ChainHarness.field(request, "Accept-Encoding", field);
        assertThat(Optional.ofNullable(offers.choose(AcceptEncoding.readNamed(request)))
                        .map(offer -> offer.coding().toString())
                        .orElse("none"))
                .isEqualTo(coding);
    }

    @ParameterizedTest
    @CsvSource({"gzip;q=0.5,br;q=0.4,gzip", "deflate,gzip,gzip", "br;q=0,br,none"})
    void fieldsAreOneList(String first, String second, String coding) {
        assertThat(chosen(first, second)).isEqualTo(coding);
    }

    @Test
    void whoSaysNothingGetsTheBodyAsItIs() {
        assertThat(chosen()).isEqualTo("none");
    }
}
