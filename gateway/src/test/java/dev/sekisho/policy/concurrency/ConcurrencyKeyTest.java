package dev.sekisho.policy.concurrency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.Allocation;
import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Handler;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.ServedRoute;
import dev.sekisho.dataplane.identity.Consumers;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.PolicyServices;
import dev.sekisho.policy.concurrency.ConcurrencyConfig.Key;
import dev.sekisho.policy.concurrency.ConcurrencyConfig.Missing;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests under way, counted by what they have in common. */
class ConcurrencyKeyTest {

    private static final Handler SILENT = x -> {};
    private static final byte[] ADDRESS = {10, 0, 0, 1};

    private final Concurrency type = new Concurrency();
    private final ChainHarness harness = new ChainHarness();

    private static ConcurrencyConfig config(int requests, Key key, String text, Missing missing, boolean dryRun) {
        return new ConcurrencyConfig(
                requests,
                429,
                Optional.empty(),
                key,
                Optional.of(text).filter(t -> key == Key.HEADER),
                Optional.of(text).filter(t -> key == Key.TEMPLATE),
                64,
                missing,
                true,
                dryRun);
    }

    private ConcurrencyPolicy policy(int requests, Key key, String text) {
        return (ConcurrencyPolicy)
                type.create(config(requests, key, text, Missing.SHARE, false), PolicyContext.OFFLINE);
    }

    /** Starts a request that stays under way; whether it got in. */
    private boolean enters(ConcurrencyPolicy policy, List<Exchange> inside, Consumer<Exchange> prepare) {
        int heads = harness.heads();
        Exchange x = harness.exchange(SILENT, policy);
        prepare.accept(x);
        ChainRunner.start(x);
        if (harness.heads() > heads) {
            ChainRunner.end(x);
            return false;
        }
        inside.add(x);
        return true;
    }

    private static int keys(ConcurrencyPolicy policy) {
        return ((KeyPlaces) policy.places()).keys();
    }

    private static Consumer<Exchange> from(String address) {
        return x -> {
            try {
                byte[] bytes = InetAddress.getByName(address).getAddress();
                x.caller().address(bytes, Ascii.bytes(address));
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(e);
            }
        };
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1, false",
        "10.0.0.1, 10.0.0.2, true",
        "2001:db8:0:1::1, 2001:db8:0:1:ffff::2, false",
        "2001:db8:0:1::1, 2001:db8:0:2::1, true",
        "0a00:0001::, 10.0.0.1, true"
    })
    void addressesAreCountedApartAndIpv6ByPrefix(String first, String second, boolean apart) {
        ConcurrencyPolicy policy = policy(1, Key.ADDRESS, "");
        List<Exchange> inside = new ArrayList<>();
        assertThat(enters(policy, inside, from(first))).isTrue();
        assertThat(enters(policy, inside, from(second))).isEqualTo(apart);
        inside.forEach(ChainRunner::end);
        assertThat(keys(policy)).as("nobody is under way").isZero();
    }

    /** As X-Forwarded-For or the PROXY protocol may tell them. */
    @Test
    void mappedAddressesAreThoseOfIpv4() {
        ConcurrencyPolicy policy = policy(1, Key.ADDRESS, "");
        List<Exchange> inside = new ArrayList<>();
        assertThat(enters(policy, inside, mapped(1))).isTrue();
        assertThat(enters(policy, inside, mapped(2))).isTrue();
        assertThat(enters(policy, inside, mapped(2))).isFalse();
        assertThat(enters(policy, inside, from("10.0.0.1"))).isFalse();
    }

    private static Consumer<Exchange> mapped(int last) {
        byte[] address = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 0, 0, (byte) last};
        return x -> x.caller().address(address, Ascii.bytes("::ffff:10.0.0." + last));
    }

    @Test
    void aPrefixMayEndInsideAByte() {
        PlaceKey key = new PlaceKey.OfAddress(60);
        List<String> written = new ArrayList<>();
        for (String address : List.of("2001:db8:0:10::", "2001:db8:0:1f::", "2001:db8:0:20::")) {
            Exchange x = harness.exchange(SILENT);
            from(address).accept(x);
            int start = x.request().headers().end();
            key.write(x, x.request().headers());
            written.add(Ascii.string(
                    x.request().headers().bytes(), start, x.request().headers().end()));
        }
        assertThat(written.get(0)).isEqualTo(written.get(1)).isNotEqualTo(written.get(2));
    }

    @Test
    void valuesOfAHeaderAreCountedApartAndTheEndLetsTheNextOneIn() {
        ConcurrencyPolicy policy = policy(2, Key.HEADER, "X-Tenant");
        List<Exchange> inside = new ArrayList<>();
        Consumer<Exchange> tenant = x -> ChainHarness.field(x.request().headers(), "x-tenant", "a");
        assertThat(enters(policy, inside, tenant)).isTrue();
        assertThat(enters(policy, inside, tenant)).isTrue();
        assertThat(enters(policy, inside, tenant)).isFalse();
        assertThat(harness.status()).isEqualTo(429);
        assertThat(harness.fields()).contains("X-Concurrency-Limit: 2\n", "X-Concurrency-Remaining: 0\n");
        assertThat(enters(policy, inside, x -> ChainHarness.field(x.request().headers(), "x-tenant", "b")))
                .isTrue();
        assertThat(enters(policy, inside, x -> {
                    ChainHarness.field(x.request().headers(), "x-tenant", "a");
                    ChainHarness.field(x.request().headers(), "x-tenant", "b");
                }))
                .as("both values are another key")
                .isTrue();
        assertThat(keys(policy)).isEqualTo(3);
        ChainRunner.end(inside.getFirst());
        assertThat(enters(policy, inside, tenant)).isTrue();
    }

    @Test
    void consumersCredentialsAndTemplatesAreKeys() {
        for (Key key : List.of(Key.CREDENTIAL, Key.TEMPLATE)) {
            ConcurrencyPolicy policy = policy(1, key, "{subject}/{host}");
            List<Exchange> inside = new ArrayList<>();
            for (String who : List.of("anna", "bert", "anna")) {
                Principal principal =
                        new Principal("jwt", who, Optional.empty(), "id-" + who, Set.of(), Set.of(), Map.of());
                boolean first = inside.size() < 2;
                assertThat(enters(policy, inside, x -> x.principal(principal))).isEqualTo(first);
            }
        }
    }

    @Test
    void withoutTheKeyRequestsShareOneCountOrAreNotCounted() {
        for (Missing missing : Missing.values()) {
            ConcurrencyPolicy policy =
                    (ConcurrencyPolicy) type.create(config(1, Key.CONSUMER, "", missing, false), PolicyContext.OFFLINE);
            List<Exchange> inside = new ArrayList<>();
            assertThat(enters(policy, inside, x -> {})).isTrue();
            assertThat(enters(policy, inside, x -> {})).isEqualTo(missing == Missing.PASS);
            inside.forEach(ChainRunner::end);
        }
    }

    @Test
    void globalCountsOverRoutes() {
        ConcurrencyPolicy policy = policy(1, Key.GLOBAL, "");
        List<Exchange> inside = new ArrayList<>();
        Consumer<Exchange> other =
                x -> x.route(new ServedRoute("other", "s", 7, List.of(policy), SILENT, Map.of(), false, List.of()));
        assertThat(enters(policy, inside, x -> {})).isTrue();
        assertThat(enters(policy, inside, other)).isFalse();
    }

    @Test
    void aDryRunCountsAndRefusesNobody() {
        ConcurrencyPolicy policy =
                (ConcurrencyPolicy) type.create(config(1, Key.ROUTE, "", Missing.SHARE, true), PolicyContext.OFFLINE);
        List<Exchange> inside = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            assertThat(enters(policy, inside, x -> {})).isTrue();
        }
        assertThat(policy.exceeded().sum()).isEqualTo(2);
        assertThat(policy.underWay(0)).isEqualTo(3);
        inside.forEach(ChainRunner::end);
        assertThat(policy.underWay(0)).isZero();
    }

    @Test
    void inAnyOrderTheCountsAreExactAndNoKeyStays() {
        Random random = new Random(6);
        ConcurrencyPolicy policy = policy(3, Key.ADDRESS, "");
        List<Deque<Exchange>> inside = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            inside.add(new ArrayDeque<>());
        }
        for (int i = 0; i < 20_000; i++) {
            int key = random.nextInt(50);
            if (random.nextBoolean()) {
                List<Exchange> in = new ArrayList<>();
                assertThat(enters(policy, in, x -> x.caller().address(new byte[] {10, 0, 0, (byte) key}, ADDRESS)))
                        .isEqualTo(inside.get(key).size() < 3);
                inside.get(key).addAll(in);
            } else if (!inside.get(key).isEmpty()) {
                ChainRunner.end(inside.get(key).pollFirst());
            }
        }
        assertThat(keys(policy))
                .isEqualTo((int) inside.stream().filter(in -> !in.isEmpty()).count());
        inside.forEach(in -> in.forEach(ChainRunner::end));
        assertThat(keys(policy)).isZero();
    }

    /** Race: the last one leaves and closes a room while another enters it, and is counted where nobody finds it. */
    @Test
    void noMoreThanTheLimitAreEverInsideWhileRoomsComeAndGo() throws InterruptedException {
        KeyRooms rooms = new KeyRooms();
        AtomicInteger[] inside = {new AtomicInteger(), new AtomicInteger()};
        AtomicInteger most = new AtomicInteger();
        AtomicInteger entered = new AtomicInteger();
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    start.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                for (int i = 0; i < 50_000; i++) {
                    byte[] key = {(byte) (i & 1)};
                    KeyRoom room = rooms.enter(key, 0, 1, 2);
                    if (room != null) {
                        most.accumulateAndGet(inside[i & 1].incrementAndGet(), Math::max);
                        entered.incrementAndGet();
                        inside[i & 1].decrementAndGet();
                        rooms.leave(room);
                    }
                }
            }));
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(most.get()).isBetween(1, 2);
        assertThat(entered.get()).isPositive();
        assertThat(rooms.size()).isZero();
    }

    /** Only a key that is not under way yet allocates. */
    @Test
    void aKeyThatIsUnderWayCostsNothing() {
        ConcurrencyPolicy policy = policy(10, Key.ADDRESS, "");
        enters(policy, new ArrayList<>(), x -> x.caller().address(ADDRESS, ADDRESS));
        ServedRoute route =
                new ServedRoute("r", "s", 0, List.of(policy), harness.quiet().backend, Map.of(), false, List.of());
        assertThat(Allocation.perRun(() -> harness.serve(route, x -> x.caller().address(ADDRESS, ADDRESS))))
                .isZero();
    }

    @Test
    void refusesSettingsThatContradictEachOther() {
        assertThatThrownBy(() -> type.create(
                        new ConcurrencyConfig(
                                1,
                                503,
                                Optional.empty(),
                                Key.HEADER,
                                Optional.empty(),
                                Optional.empty(),
                                64,
                                Missing.SHARE,
                                false,
                                false),
                        PolicyContext.OFFLINE))
                .hasMessage("header: none (expected: with key: header, and only then)");
        assertThatThrownBy(() -> type.create(
                        new ConcurrencyConfig(
                                1,
                                503,
                                Optional.empty(),
                                Key.ROUTE,
                                Optional.empty(),
                                Optional.of("x"),
                                64,
                                Missing.SHARE,
                                false,
                                false),
                        PolicyContext.OFFLINE))
                .hasMessage("template: given (expected: with key: template, and only then)");
        assertThatThrownBy(() -> policy(1, Key.TEMPLATE, "{nope}")).hasMessageContaining("template: {nope}");
    }

    @Test
    void explainsItself() {
        assertThat(type.describe(config(5, Key.ADDRESS, "", Missing.SHARE, true)))
                .isEqualTo("counts only, 429 while 5 requests of one address (IPv6 by /64) are under way");
        assertThat(type.describe(config(5, Key.HEADER, "X-Tenant", Missing.SHARE, false)))
                .isEqualTo("answers 429 while 5 requests of one X-Tenant are under way");
    }

    private static ConcurrencyConfig zoned(
            int requests,
            Key key,
            Optional<String> header,
            Optional<String> zone,
            List<ConcurrencyConfig.Further> further) {
        return new ConcurrencyConfig(
                requests,
                503,
                Optional.empty(),
                key,
                header,
                Optional.empty(),
                64,
                Missing.PASS,
                true,
                false,
                zone,
                further);
    }

    private static ConcurrencyConfig.Further tenants(int requests, Optional<String> zone) {
        return new ConcurrencyConfig.Further(requests, Key.HEADER, Optional.of("X-Tenant"), Optional.empty(), 64, zone);
    }

    private static Consumer<Exchange> tenant(String address, String tenant) {
        return from(address).andThen(x -> {
            if (!tenant.isEmpty()) {
                x.request().headers().add(HeaderName.of("X-Tenant"), tenant);
            }
        });
    }

    /** A place for each key or none: one that found no room by its tenant has given its address's place back. */
    @Test
    void furtherKeysHaveToLetItInToo() {
        ConcurrencyPolicy policy = (ConcurrencyPolicy) type.create(
                zoned(2, Key.ADDRESS, Optional.empty(), Optional.empty(), List.of(tenants(1, Optional.empty()))),
                PolicyContext.OFFLINE);
        List<Exchange> inside = new ArrayList<>();
        assertThat(enters(policy, inside, tenant("10.0.0.1", "a"))).isTrue();
        for (int i = 0; i < 5; i++) {
            assertThat(enters(policy, inside, tenant("10.0.0.1", "a"))).isFalse();
        }
        assertThat(enters(policy, inside, tenant("10.0.0.1", "b"))).isTrue();
        assertThat(enters(policy, inside, tenant("10.0.0.1", "c"))).isFalse();
        assertThat(enters(policy, inside, tenant("10.0.0.2", "c"))).isTrue();
        assertThat(enters(policy, inside, tenant("10.0.0.3", "")))
                .as("without a tenant")
                .isTrue();
        inside.forEach(ChainRunner::end);
        inside.clear();
        assertThat(enters(policy, inside, tenant("10.0.0.1", "a"))).isTrue();
        assertThat(enters(policy, inside, tenant("10.0.0.1", "d"))).isTrue();
        assertThat(enters(policy, inside, tenant("10.0.0.1", "e"))).isFalse();
        inside.forEach(ChainRunner::end);
    }

    @Test
    void policiesOfAZoneCountTogetherEachWithItsLimit() {
        PolicyContext context = new PolicyContext(Consumers.NONE, PolicyServices.offline());
        ConcurrencyPolicy two = (ConcurrencyPolicy)
                type.create(zoned(2, Key.ADDRESS, Optional.empty(), Optional.of("z"), List.of()), context);
        ConcurrencyPolicy three = (ConcurrencyPolicy)
                type.create(zoned(3, Key.ADDRESS, Optional.empty(), Optional.of("z"), List.of()), context);
        ConcurrencyPolicy apart = (ConcurrencyPolicy)
                type.create(zoned(1, Key.ADDRESS, Optional.empty(), Optional.of("y"), List.of()), context);
        List<Exchange> inside = new ArrayList<>();
        assertThat(enters(two, inside, from("10.0.0.1"))).isTrue();
        assertThat(enters(three, inside, from("10.0.0.1"))).isTrue();
        assertThat(enters(two, inside, from("10.0.0.1"))).isFalse();
        assertThat(enters(three, inside, from("10.0.0.1"))).isTrue();
        assertThat(enters(three, inside, from("10.0.0.1"))).isFalse();
        assertThat(enters(apart, inside, from("10.0.0.1"))).isTrue();
        inside.forEach(ChainRunner::end);
        assertThat(enters(two, inside, from("10.0.0.1"))).isTrue();
    }

    @Test
    void refusesZonesAndFurtherKeysThatCannotBe() {
        assertThatThrownBy(() -> type.create(
                        zoned(1, Key.ROUTE, Optional.empty(), Optional.of("z"), List.of()), PolicyContext.OFFLINE))
                .hasMessage("zone: z (expected: only with a key other than route)");
        assertThatThrownBy(() -> type.create(
                        zoned(1, Key.ADDRESS, Optional.empty(), Optional.of(" "), List.of()), PolicyContext.OFFLINE))
                .hasMessage("zone: \"\" (expected: a name)");
        assertThatThrownBy(() -> type.create(
                        zoned(1, Key.ROUTE, Optional.empty(), Optional.empty(), List.of(tenants(1, Optional.empty()))),
                        PolicyContext.OFFLINE))
                .hasMessage("key: route (expected: another one, where there are further limits)");
        assertThatThrownBy(() -> type.create(
                        zoned(
                                1,
                                Key.ADDRESS,
                                Optional.empty(),
                                Optional.empty(),
                                List.of(tenants(0, Optional.empty()))),
                        PolicyContext.OFFLINE))
                .hasMessage("further[0].requests: 0 (expected: >= 1)");
        assertThat(type.describe(zoned(
                        1, Key.ADDRESS, Optional.empty(), Optional.of("z"), List.of(tenants(5, Optional.of("t"))))))
                .isEqualTo("answers 503 while 1 requests of one address (IPv6 by /64) in zone z, or 5 requests of one"
                        + " X-Tenant in zone t are under way");
    }
}
