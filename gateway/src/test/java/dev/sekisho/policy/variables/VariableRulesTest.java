package dev.sekisho.policy.variables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.Allocation;
import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Variables;
import dev.sekisho.model.Cidr;
import dev.sekisho.model.Lookup;
import dev.sekisho.model.Origin;
import dev.sekisho.model.Variable;
import dev.sekisho.policy.Asked;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VariableRulesTest {

    private final ChainHarness harness = new ChainHarness();

    private static Variable variable(String name, Lookup by) {
        return new Variable(name, by, Origin.NONE);
    }

    private static Map<String, String> values(String... pairs) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i], pairs[i + 1]);
        }
        return values;
    }

    private String found(Lookup by, String target, String... fields) {
        harness.declare(VariableRules.of(List.of(variable("v", by))));
        Exchange x = harness.exchange();
        Asked.fill(x.request(), target, fields);
        return x.variable("v");
    }

    @ParameterizedTest
    @CsvSource({
        "a, 1",
        "A, 1",
        "ab, ",
        "'', ",
        "~x, tilde",
        "star7, 'star 7'",
        "STAR7, other",
        "any-CASE, 'any CASE'",
        "both-star, first"
    })
    void a_map_finds_texts_then_expressions_in_their_order(String text, String value) {
        Lookup map = new Lookup.MapLookup(
                "{header.X}",
                values(
                        "a",
                        "1",
                        "\\~x",
                        "tilde",
                        "~^both",
                        "first",
                        "~star$",
                        "second",
                        "~^star(?P<n>[0-9])$",
                        "star {capture.n}",
                        "~*^ANY-(.*)$",
                        "any {capture.1}",
                        "~^S",
                        "other"),
                Optional.empty(),
                false);
        assertThat(found(map, "/", "X: " + text)).isEqualTo(value == null ? "" : value);
    }

    @ParameterizedTest
    @CsvSource({
        "a.example.com, exact",
        "b.example.com, below",
        "c.b.example.com, deeper",
        "example.com, none",
        "shop.org, dot",
        "x.shop.org, dot",
        "www.test, trailing",
        "www.test.nu, trailing",
        "www.more.test, longest",
        "B.EXAMPLE.COM., below",
        ".., none"
    })
    void a_map_of_hosts_finds_the_longest_name(String host, String value) {
        Lookup map = new Lookup.MapLookup(
                "{header.X}",
                values(
                        "*.example.com",
                        "below",
                        "a.example.com",
                        "exact",
                        "*.b.example.com",
                        "deeper",
                        ".shop.org",
                        "dot",
                        "www.*",
                        "trailing",
                        "www.more.*",
                        "longest"),
                Optional.of("none"),
                true);
        assertThat(found(map, "/", "X: " + host)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, ten",
        "10.1.2.3, smaller",
        "10.1.2.4, ten",
        "192.0.2.9, none",
        "192.0.2.10, range",
        "192.0.2.15, range",
        "192.0.2.20, range",
        "192.0.2.21, none",
        "2001:db8::7, six",
        "2001:db9::7, none",
        "300.1.1.1, none",
        "10.0.0.0/8, none",
        "example.com, none",
        "'', none"
    })
    void geo_finds_the_smallest_block(String address, String value) {
        Lookup geo = new Lookup.GeoLookup(
                "{header.X}",
                values(
                        "10.0.0.0/8",
                        "ten",
                        "10.1.2.3",
                        "smaller",
                        "192.0.2.10-192.0.2.20",
                        "range",
                        "2001:db8::/32",
                        "six"),
                Optional.of("none"));
        assertThat(found(geo, "/", "X: " + address)).isEqualTo(value);
    }

    @Test
    void geo_looks_at_the_client_by_itself() {
        Lookup geo = new Lookup.GeoLookup("{clientAddress}", values("127.0.0.0/8", "here"), Optional.empty());
        harness.declare(VariableRules.of(List.of(variable("v", geo))));
        Exchange x = harness.exchange();
        x.caller().address(new byte[] {127, 0, 0, 9}, Ascii.bytes("127.0.0.9"));
        assertThat(x.variable("v")).isEqualTo("here");
    }

    /** Against a search through all of them. */
    @Test
    void the_table_of_addresses_agrees_with_the_blocks() {
        Random random = new Random(7);
        for (int round = 0; round < 50; round++) {
            AddressTable table = new AddressTable();
            Cidr[] blocks = new Cidr[20];
            int[] lengths = new int[blocks.length];
            for (int i = 0; i < blocks.length; i++) {
                lengths[i] = 1 + random.nextInt(32);
                int bits = random.nextInt(64) << 26 | random.nextInt(4) << 8 | random.nextInt(4);
                int first = bits & -1 << 32 - lengths[i];
                String text = (first >>> 24) + "." + (first >> 16 & 255) + "." + (first >> 8 & 255) + "."
                        + (first & 255) + "/" + lengths[i];
                blocks[i] = Cidr.parse(text);
                boolean twice = Arrays.asList(blocks).indexOf(blocks[i]) < i;
                if (!twice) {
                    table.add(blocks[i].first(), blocks[i].last(), i);
                }
            }
            for (int probe = 0; probe < 200; probe++) {
                int bits = random.nextInt(64) << 26 | random.nextInt(4) << 8 | random.nextInt(4);
                byte[] address = {(byte) (bits >> 24), (byte) (bits >> 16), (byte) (bits >> 8), (byte) bits};
                int best = -1;
                for (int i = 0; i < blocks.length; i++) {
                    if (blocks[i].contains(address) && (best < 0 || lengths[i] > lengths[best])) {
                        best = i;
                    }
                }
                int found = table.find(address);
                assertThat(found < 0 ? null : blocks[found]).isEqualTo(best < 0 ? null : blocks[best]);
            }
        }
    }

    @Test
    void ranges_are_the_addresses_from_the_first_to_the_last() {
        Random random = new Random(11);
        for (int round = 0; round < 100; round++) {
            int first = random.nextInt(300);
            int last = first + random.nextInt(300);
            AddressTable table = new AddressTable();
            table.add(four(first), four(last), 0);
            for (int address = 0; address < 700; address++) {
                assertThat(table.find(four(address))).isEqualTo(address >= first && address <= last ? 0 : -1);
            }
        }
    }

    private static byte[] four(int value) {
        return new byte[] {10, 0, (byte) (value >> 8), (byte) value};
    }

    /** Values of the algorithm's own reference code. */
    @Test
    void hashes_are_those_of_murmur2() {
        assertThat(hash("")).isEqualTo(0);
        assertThat(hash("a")).isEqualTo(hash("a")).isNotEqualTo(hash("b"));
        assertThat(Murmur2.hash(new byte[] {(byte) 0xFF})).isNotEqualTo(Murmur2.hash(new byte[] {0x7F}));
    }

    private static int hash(String text) {
        return Murmur2.hash(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shares_get_about_their_part_and_a_text_always_the_same() {
        Lookup share = new Lookup.ShareLookup(
                "{query.c}",
                List.of(
                        new Lookup.SharePart(Optional.of(10.0), "ten"),
                        new Lookup.SharePart(Optional.of(0.5), "half"),
                        new Lookup.SharePart(Optional.empty(), "rest {query.c}")));
        int ten = 0;
        for (int i = 0; i < 5_000; i++) {
            String found = found(share, "/?c=client-" + i);
            assertThat(found(share, "/?c=client-" + i)).isEqualTo(found);
            ten += found.equals("ten") ? 1 : 0;
        }
        assertThat(ten).isBetween(400, 600);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.001, 100.5, -1, Double.NaN})
    void percents_have_two_decimals(double percent) {
        Lookup share = new Lookup.ShareLookup("x", List.of(new Lookup.SharePart(Optional.of(percent), "v")));
        assertThatThrownBy(() -> VariableRules.of(List.of(variable("v", share))))
                .hasMessageContaining("variable v: share.parts[0].percent");
    }

    @Test
    void what_cannot_work_is_told() {
        refused(new Lookup.ShareLookup("x", List.of()), "share.parts: none");
        Lookup.SharePart most = new Lookup.SharePart(Optional.of(60.0), "v");
        refused(new Lookup.ShareLookup("x", List.of(most, most)), "share.parts[1].percent: 60.0");
        Lookup.SharePart rest = new Lookup.SharePart(Optional.empty(), "v");
        refused(new Lookup.ShareLookup("x", List.of(rest, most)), "share.parts[1]: nothing left");
        refused(new Lookup.MapLookup("{nothing}", Map.of(), Optional.empty(), false), "map.from: {nothing}");
        refused(new Lookup.MapLookup("{nobody}", Map.of(), Optional.empty(), false), "map.from: {nobody}");
        refused(map(values("~(", "x")), "map.values.~(");
        refused(map(values("~((a{500}){500}){500}", "x")), "fewer repetitions");
        refused(map(values("a", "x", "A", "y")), "map.values.A: twice");
        refused(geo(values("10.0.0.0/33", "x")), "geo.networks.10.0.0.0/33: 10.0.0.0/33");
        refused(geo(values("10.0.0.9-10.0.0.1", "x")), "geo.networks.10.0.0.9-10.0.0.1: range");
        refused(geo(values("10.0.0.1-::1", "x")), "range");
        refused(geo(values("10.0.0.0/8-10.1.0.0", "x")), "expected: an address");
        refused(geo(values("10.0.0.0/8", "x", "10.0.0.0-10.255.255.255", "y")), "another entry");
    }

    private static Lookup map(Map<String, String> values) {
        return new Lookup.MapLookup("x", values, Optional.empty(), false);
    }

    private static Lookup geo(Map<String, String> networks) {
        return new Lookup.GeoLookup("x", networks, Optional.empty());
    }

    private static void refused(Lookup by, String message) {
        assertThatThrownBy(() -> VariableRules.of(List.of(variable("v", by))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void a_variable_is_found_out_once_for_an_exchange() {
        int[] asked = {0};
        harness.declare(new Variables(Map.of("v", x -> "n" + ++asked[0])));
        Exchange x = harness.exchange();
        assertThat(x.variable("v")).isEqualTo("n1");
        assertThat(x.variable("v")).isEqualTo("n1");
        assertThat(x.variable("unknown")).isEmpty();
        x.variable("v", "set");
        assertThat(x.variable("v")).isEqualTo("set");
    }

    /** Beside what the text itself takes, which a field has as bytes and a variable as characters. */
    @Test
    void looking_again_allocates_nothing() {
        harness.declare(new Variables(Map.of("v", x -> "value")));
        Exchange x = harness.exchange();
        x.variable("v");
        assertThat(Allocation.perRun(() -> x.variable("v"))).isLessThan(0.1);
    }
}
