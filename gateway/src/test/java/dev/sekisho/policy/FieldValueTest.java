package dev.sekisho.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.Allocation;
import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.identity.ClientIdentity;
import dev.sekisho.dataplane.identity.KnownConsumer;
import dev.sekisho.dataplane.identity.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What values tell of clients that policies know. */
class FieldValueTest {

    private static final HeaderName NAME = HeaderName.of("X-Value");

    private final ChainHarness harness = new ChainHarness();

    private static Principal who(String subject, Set<String> groups, Set<String> scopes, Map<String, Object> claims) {
        KnownConsumer shop = new KnownConsumer("shop", Optional.of("gold"), Set.of());
        return new Principal("jwt", subject, Optional.of(shop), "shop/1", groups, scopes, claims);
    }

    private static final Principal ANN = who(
            "ann",
            Set.of("b", "a,c", "d"),
            Set.of("orders:write", "orders:read"),
            Map.of(
                    "realm_access",
                    Map.of("roles", List.of("user", "admin", List.of("x"))),
                    "https://shop.test/level",
                    3,
                    "a.b",
                    true,
                    "text",
                    "one, 100%"));

    private String written(String value, Principal who) {
        Exchange x = harness.exchange();
        x.principal(who);
        Headers headers = x.request().headers();
        FieldValue.parse("set", value).addTo(headers, NAME, x);
        assertThat(headers.count()).isEqualTo(1);
        assertThat(headers.toString()).matches("X-Value: [\\x20-\\x7e]*\n");
        return headers.get(NAME).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{consumer}|shop",
                "{subject}|ann",
                "{plan}|gold",
                "{groups}|a%2Cc,b,d",
                "{scopes}|orders:read orders:write",
                "{authMethod}|jwt",
                "{credential}|shop/1",
                "{claim.realm_access.roles}|user,admin",
                "{claim.https://shop.test/level}|3",
                "{claim.a.b}|true",
                "{claim.text}|one, 100%25",
                "{claim.realm_access}|''",
                "{claim.text.more}|''",
                "{claim.none}|''",
                "<{consumer}{{consumer}:{plan}>|<shop{consumer}:gold>",
                "{claim.}|{claim.}",
                "{claim}|refused",
                "{Consumer}|refused",
                "{consumer.name}|{consumer.name}"
            })
    void placeholdersStandForWhatIsKnown(String value, String expected) {
        if (expected.equals("refused")) {
            assertThatThrownBy(() -> FieldValue.parse("set.X-A", value))
                    .hasMessageStartingWith("set.X-A: " + value + " (expected: ")
                    .hasMessageContaining("{claim.NAME}");
        } else {
            assertThat(written(value, ANN)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({"' ann', %20ann", "änn, %C3%A4nn", "'\\c3\\a4nn', '\\c3\\a4nn'", "%20ann, %2520ann"})
    void theNameOfACertificateIsTakenForNoOther(String commonName, String expected) {
        Exchange x = harness.exchange();
        x.caller().certificate(Optional.of(new ClientIdentity("CN=any", commonName, List.of(), List.of(), "0a")));
        FieldValue.parse("set", "{certificateName}").addTo(x.request().headers(), NAME, x);
        assertThat(x.request().headers().get(NAME)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{consumer}",
                "{subject}",
                "{plan}",
                "{groups}",
                "{scopes}",
                "{authMethod}",
                "{credential}",
                "{claim.sub}"
            })
    void placeholdersAreEmptyWhereNobodyIsKnown(String value) {
        assertThat(written("<" + value + ">", Principal.NOBODY)).isEqualTo("<>");
    }

    @Test
    void hostileTextsStayOneFieldAndDiffer() {
        List<String> texts = List.of(
                "a\r\nX-Evil: 1",
                "a\0b",
                "a\tb",
                "\u00e9",
                "\u540d\u524d",
                "\ud83d\ude00",
                "%0D%0A",
                " ann",
                "ann ",
                "ann",
                "\u007f",
                "a,b",
                "a b");
        List<String> single = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        List<String> scopes = new ArrayList<>();
        List<String> claims = new ArrayList<>();
        for (String text : texts) {
            Principal hostile = who(text, Set.of(text), Set.of(text), Map.of("c", List.of(text)));
            single.add(written("{subject}", hostile));
            groups.add(written("{groups}", hostile));
            scopes.add(written("{scopes}", hostile));
            claims.add(written("{claim.c}", hostile));
        }
        assertThat(single)
                .doesNotHaveDuplicates()
                .contains("a%0D%0AX-Evil: 1", "%C3%A9", "%250D%250A", "%20ann", "a,b");
        assertThat(groups).doesNotHaveDuplicates().contains("a%2Cb", "a b").isEqualTo(claims);
        assertThat(scopes).doesNotHaveDuplicates().contains("a,b", "a%20b");
    }

    /** Whatever the texts, the head has one field more, of printable ASCII ({@link #written} looks). */
    @Test
    void noTextSplitsAHead() {
        Random random = new Random(7);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                text.append((char) (random.nextInt(3) == 0 ? random.nextInt(0x10000) : random.nextInt(0x100)));
            }
            Principal hostile =
                    who(text.toString(), Set.of(text.toString()), Set.of(), Map.of("c", Map.of("d", text.toString())));
            written("a{subject}b{groups}c{claim.c.d}", hostile);
        }
    }

    @Test
    void namesOfKnownClientsCostNoAllocation() {
        FieldValue value = FieldValue.parse("set", "{consumer}/{subject}/{plan}/{authMethod}/{credential}");
        Exchange x = harness.exchange();
        x.principal(ANN);
        Headers headers = x.request().headers();
        double bytes = Allocation.perRun(() -> {
            headers.clear();
            value.addTo(headers, NAME, x);
        });
        assertThat(bytes).isLessThan(0.1);
    }
}
