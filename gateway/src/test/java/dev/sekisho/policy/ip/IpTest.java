package dev.sekisho.policy.ip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.Allocation;
import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Outcome;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.model.Cidr;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpTest {

    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    private final Ip type = new Ip();
    private final ChainHarness harness = new ChainHarness();

    private static List<Cidr> blocks(String... texts) {
        return Arrays.stream(texts).map(Cidr::parse).toList();
    }

    private static byte[] bytes(String address) {
        return InetAddress.ofLiteral(address).getAddress();
    }

    private Exchange ask(Policy policy, byte[] address, String text) {
        Exchange x = harness.exchange(policy);
        x.caller().address(address, text.getBytes(StandardCharsets.US_ASCII));
        ChainRunner.start(x);
        return x;
    }

    private boolean passes(Policy policy, String address) {
        Exchange x = ask(policy, bytes(address), address);
        boolean passed = harness.status() == 200;
        assertThat(x.reason()).isEqualTo(passed ? Reason.NONE : Reason.ADDRESS);
        ChainRunner.end(x);
        return passed;
    }

    @Test
    void onlyWhomTheListAllowsMayAsk() {
        Policy policy = type.create(new IpConfig(blocks("10.0.0.0/8", "192.0.2.7", "2001:db8::/32"), List.of(), 403));
        for (String in : List.of(
                "10.0.0.0", "10.255.255.255", "192.0.2.7", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff")) {
            assertThat(passes(policy, in)).as(in).isTrue();
        }
        for (String out : List.of(
                "9.255.255.255",
                "11.0.0.0",
                "192.0.2.6",
                "192.0.2.8",
                "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff",
                "2001:db9::",
                "::1",
                "::10.0.0.1")) {
            assertThat(passes(policy, out)).as(out).isFalse();
        }
    }

    @Test
    void whomBothListsNameIsRefused() {
        Policy policy = type.create(new IpConfig(blocks("10.0.0.0/8"), blocks("10.9.0.0/16"), 403));
        assertThat(passes(policy, "10.8.255.255")).isTrue();
        assertThat(passes(policy, "10.9.0.1")).isFalse();
        assertThat(passes(policy, "10.10.0.0")).isTrue();
        Policy narrow = type.create(new IpConfig(blocks("10.9.0.1"), blocks("10.9.0.0/16"), 403));
        assertThat(passes(narrow, "10.9.0.1"))
                .as("deny first, however long the prefix")
                .isFalse();
    }

    @Test
    void withoutAListOfAllowedOnesAllOthersMayAsk() {
        Policy policy = type.create(new IpConfig(List.of(), blocks("0.0.0.0/0", "::1"), 403));
        assertThat(passes(policy, "255.255.255.255")).isFalse();
        assertThat(passes(policy, "::1")).isFalse();
        assertThat(passes(policy, "::2")).isTrue();
    }

    /** A listener on both versions sees clients of IPv4 as mapped addresses: neither list may be dodged by that. */
    @Test
    void aMappedAddressIsThatOfIpv4() {
        byte[] mapped = Arrays.copyOf(MAPPED, 16);
        System.arraycopy(bytes("10.9.0.1"), 0, mapped, 12, 4);
        Policy denies = type.create(new IpConfig(List.of(), blocks("10.9.0.0/16"), 403));
        ChainRunner.end(ask(denies, mapped, "::ffff:10.9.0.1"));
        assertThat(harness.status()).isEqualTo(403);
        Policy six = type.create(new IpConfig(blocks("::/0"), List.of(), 403));
        ChainRunner.end(ask(six, mapped, "::ffff:10.9.0.1"));
        assertThat(harness.status()).as("blocks of IPv6 hold no IPv4").isEqualTo(403);
        Policy four = type.create(new IpConfig(blocks("::ffff:10.9.0.1"), List.of(), 403));
        assertThat(passes(four, "10.9.0.1")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 15, 17})
    void anAddressOfNoVersionIsRefused(int length) {
        Policy policy = type.create(new IpConfig(blocks("0.0.0.0/0", "::/0"), List.of(), 403));
        ChainRunner.end(ask(policy, new byte[length], ""));
        assertThat(harness.status()).isEqualTo(403);
        Policy denies = type.create(new IpConfig(List.of(), blocks("10.0.0.1"), 403));
        ChainRunner.end(ask(denies, new byte[length], ""));
        assertThat(harness.status()).isEqualTo(403);
    }

    @Test
    void theStatusIsThatOfTheSettings() {
        Policy policy = type.create(new IpConfig(blocks("10.0.0.0/8"), List.of(), 404));
        Exchange x = ask(policy, bytes("192.0.2.1"), "192.0.2.1");
        assertThat(harness.status()).isEqualTo(404);
        assertThat(harness.body())
                .startsWith("{\"error\":\"not_found\",\"message\":\"This address may not ask here.\"");
        assertThat(x.detail()).isEqualTo("address 192.0.2.1 is not among those allowed");
        assertThat(harness.backendCalls()).isZero();
    }

    /** The oracle is the block's own test, one by one. */
    @Test
    void aRefusalSaysWhatIsConfigured() {
        IpConfig config = new IpConfig(blocks("10.0.0.0/8"), List.of(), 403, Optional.of("Not \"here\"."));
        ask(type.create(config), bytes("192.0.2.1"), "192.0.2.1");
        assertThat(harness.body()).contains("Not \\u0022here\\u0022.");
    }

    @Test
    void findsWhatEachBlockByItselfFinds() throws UnknownHostException {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            List<Cidr> all = new ArrayList<>();
            List<byte[]> probes = new ArrayList<>();
            for (int i = random.nextInt(20); i >= 0; i--) {
                Cidr block = block(random);
                all.add(block);
                probes.add(block.first());
                probes.add(block.last());
                probes.add(next(block.last(), 1));
                probes.add(next(block.first(), -1));
            }
            AddressSet set = AddressSet.of(all);
            for (byte[] probe : probes) {
                boolean expected = all.stream().anyMatch(block -> block.contains(probe));
                assertThat(set.contains(probe))
                        .as(all + " " + InetAddress.getByAddress(probe))
                        .isEqualTo(expected);
            }
        }
    }

    private static Cidr block(Random random) throws UnknownHostException {
        byte[] address = new byte[random.nextBoolean() ? 4 : 16];
        address[0] = (byte) random.nextInt(3); // few, so that blocks overlap and touch; never a mapped one
        address[1] = (byte) (1 + random.nextInt(3));
        address[address.length - 1] = (byte) random.nextInt(256);
        int prefix = random.nextInt(address.length * 8 + 1);
        for (int bit = prefix; bit < address.length * 8; bit++) {
            address[bit >> 3] &= (byte) ~(0x80 >> (bit & 7));
        }
        return Cidr.parse(InetAddress.getByAddress(address).getHostAddress() + "/" + prefix);
    }

    private static byte[] next(byte[] address, int by) {
        byte[] next = address.clone();
        for (int i = next.length - 1; i >= 0; i--) {
            int sum = (next[i] & 0xFF) + by;
            next[i] = (byte) sum;
            if (sum >= 0 && sum < 256) {
                break;
            }
        }
        return next;
    }

    @Test
    void neighboursBecomeOneRange() {
        List<AddressRanges.Range> ranges = List.of(
                new AddressRanges.Range(0, 5, 0, 6),
                new AddressRanges.Range(0, 7, 0, -1),
                new AddressRanges.Range(1, 0, 1, 1),
                new AddressRanges.Range(1, 3, -1, -1),
                new AddressRanges.Range(2, 0, 2, 0));
        AddressRanges merged = AddressRanges.of(ranges);
        assertThat(merged.size()).isEqualTo(2);
        assertThat(merged.contains(0, 4)).isFalse();
        assertThat(merged.contains(1, 1)).isTrue();
        assertThat(merged.contains(1, 2)).isFalse();
        assertThat(merged.contains(-1, -1)).isTrue();
    }

    @Test
    void aHundredThousandBlocksAllocateNothing() {
        List<Cidr> many = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            many.add(Cidr.parse("10." + (i >> 15) + "." + (i >> 7 & 0xFF) + "." + (i * 2 & 0xFF)));
        }
        Policy policy = type.create(new IpConfig(many, blocks("2001:db8::/32"), 403));
        Exchange x = harness.exchange(policy);
        byte[] mapped = Arrays.copyOf(MAPPED, 16);
        System.arraycopy(bytes("10.1.7.8"), 0, mapped, 12, 4);
        x.caller().address(mapped, new byte[0]);
        assertThat(policy.onRequest(x)).isEqualTo(Outcome.CONTINUE);
        assertThat(Allocation.perRun(() -> policy.onRequest(x))).isZero();
    }

    @Test
    void refusesWhatDecidesNothing() {
        assertThatThrownBy(() -> type.create(new IpConfig(List.of(), List.of(), 403)))
                .hasMessage("allow and deny: both empty (expected: at least one address)");
        for (int status : new int[] {200, 302, 399, 500}) {
            assertThatThrownBy(() -> type.create(new IpConfig(blocks("::1"), List.of(), status)))
                    .hasMessage("status: " + status + " (expected: 400 to 499)");
        }
    }

    @Test
    void explainsItself() {
        assertThat(type.describe(new IpConfig(blocks("10.0.0.0/8"), blocks("10.9.0.0/16"), 403)))
                .isEqualTo("refuses 10.9.0.0/16, lets only 10.0.0.0/8 ask; answers others 403");
        assertThat(type.describe(new IpConfig(
                        List.of(),
                        blocks("10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5", "10.0.0.6"),
                        404)))
                .isEqualTo("refuses 10.0.0.1, 10.0.0.2, 10.0.0.3, 10.0.0.4, 10.0.0.5 and 1 more,"
                        + " lets every other address ask; answers others 404");
    }

    private static IpConfig.Rule allow(String... blocks) {
        return new IpConfig.Rule(blocks(blocks), List.of());
    }

    private static IpConfig.Rule deny(String... blocks) {
        return new IpConfig.Rule(List.of(), blocks(blocks));
    }

    @Test
    void ofRulesTheFirstThatNamesTheAddressDecides() {
        Policy policy = type.create(IpConfig.ordered(
                List.of(
                        allow("10.9.0.1"),
                        deny("10.9.0.0/16"),
                        deny("192.0.2.1"),
                        allow("10.0.0.0/8"),
                        deny("10.0.0.0/7", "::/0")),
                403));
        for (String in : List.of("10.9.0.1", "10.8.0.0", "10.255.255.255", "12.0.0.1", "192.0.2.2", "9.9.9.9")) {
            assertThat(passes(policy, in)).as(in).isTrue();
        }
        for (String out : List.of("10.9.0.2", "192.0.2.1", "11.0.0.1", "::1", "2001:db8::")) {
            assertThat(passes(policy, out)).as(out).isFalse();
        }
    }

    /** Agrees with looking at one rule after the other. */
    @Test
    void rulesInARowThatSayTheSameAreOneLook() {
        Random random = new Random(5);
        for (int round = 0; round < 50; round++) {
            List<IpConfig.Rule> rules = new ArrayList<>();
            for (int i = random.nextInt(1, 12); i > 0; i--) {
                int bits = random.nextInt(25, 33);
                int address = random.nextInt(256) & -(1 << 32 - bits);
                String block = "10.0.0." + address + "/" + bits;
                rules.add(random.nextBoolean() ? allow(block) : deny(block));
            }
            Policy policy = type.create(IpConfig.ordered(rules, 403));
            for (int last = 0; last < 256; last += 7) {
                byte[] address = bytes("10.0.0." + last);
                boolean allowed = rules.stream()
                        .filter(rule -> rule.blocks().stream().anyMatch(block -> block.contains(address)))
                        .map(IpConfig.Rule::allows)
                        .findFirst()
                        .orElse(true);
                assertThat(passes(policy, "10.0.0." + last))
                        .as(rules + " " + last)
                        .isEqualTo(allowed);
            }
        }
    }

    @Test
    void rulesStandAloneAndSayOneThing() {
        assertThatThrownBy(() -> type.create(
                        new IpConfig(blocks("::1"), List.of(), 403, Optional.empty(), List.of(deny("10.0.0.1")))))
                .hasMessage("rules: given (expected: only without allow and deny)");
        for (IpConfig.Rule wrong :
                List.of(new IpConfig.Rule(List.of(), List.of()), new IpConfig.Rule(blocks("::1"), blocks("::2")))) {
            assertThatThrownBy(() -> type.create(IpConfig.ordered(List.of(deny("::3"), wrong), 403)))
                    .hasMessageContaining("]: neither or both (expected: exactly one of allow and deny)");
        }
        assertThat(type.describe(IpConfig.ordered(List.of(allow("10.9.0.1"), deny("10.0.0.0/8")), 403)))
                .isEqualTo("lets 10.9.0.1, then refuses 10.0.0.0/8; answers those refused 403");
    }
}
