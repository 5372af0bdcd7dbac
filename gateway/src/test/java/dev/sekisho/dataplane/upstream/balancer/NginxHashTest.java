package dev.sekisho.dataplane.upstream.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.Allocation;
import dev.sekisho.model.Balance.Algorithm;
import java.net.InetAddress;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Hashes that come to the same target as nginx's. The expected sequences were recorded from nginx 1.22.1 with three servers,
 * 127.0.0.1:31841 to 31843, for the keys key-0 to key-39, or the client addresses 10.(7i).(31i).i.
 */
class NginxHashTest {

    private static final int KEYS = 40;

    private record Servers(int[] weights, int down) implements Candidates {
        @Override
        public int size() {
            return weights.length;
        }

        @Override
        public boolean mayServe(int i) {
            return i != down;
        }

        @Override
        public int weight(int i) {
            return weights[i] * 100; // as a loop's view scales them
        }

        @Override
        public int configuredWeight(int i) {
            return weights[i];
        }

        @Override
        public String address(int i) {
            return "127.0.0.1:" + (31_841 + i);
        }

        @Override
        public int active(int i) {
            return 0;
        }

        @Override
        public long latencyNanos(int i) {
            return 0;
        }

        @Override
        public long identity(int i) {
            return i;
        }
    }

    private static String picks(Algorithm algorithm, Candidates servers, IntToLongFunction key, int count) {
        Balancer balancer = Balancers.create(algorithm, 1);
        balancer.changed(servers);
        StringBuilder picks = new StringBuilder();
        for (int i = 0; i < count; i++) {
            picks.append(balancer.pick(servers, key.applyAsLong(i)));
        }
        return picks.toString();
    }

    private static long address(int i) {
        byte[] bytes = {10, (byte) (i * 7), (byte) (i * 31), (byte) i};
        return RequestKey.clientNetwork().of(bytes);
    }

    private static Candidates servers(String weights, int down) {
        return new Servers(
                List.of(weights.split(" ", -1)).stream()
                        .mapToInt(Integer::parseInt)
                        .toArray(),
                down);
    }

    @ParameterizedTest
    @CsvSource({
        "MODULO_HASH, 1 1 1, -1, 2101202021122001012212012100121211020212, 0120",
        "MODULO_HASH, 5 1 3, -1, 2022200200222200021022202002020002212200, 0201",
        "MODULO_HASH, 5 7 3, 1, 0022000002222022202000000020020200220022, 0200",
        "KETAMA, 1 1 1, -1, 2112220212100012110021221001210121002201, 0120",
        "KETAMA, 5 1 3, -1, 2012220010200020020001201000020101200002, 0201",
        "KETAMA, 5 7 3, 1, 2022220020200020020002200000020002200002, 0200",
    })
    void keysFallAsWithNginxAndEmptyOnesTakeTurns(
            Algorithm algorithm, String weights, int down, String expected, String empty) {
        Candidates servers = servers(weights, down);
        assertThat(picks(algorithm, servers, i -> Crc32.key("key-" + i), KEYS)).isEqualTo(expected);
        assertThat(picks(algorithm, servers, i -> Crc32.key(""), 4)).isEqualTo(empty);
    }

    @ParameterizedTest
    @CsvSource({
        "1 1 1, -1, 0000022221111000022221111000022222111000, 2",
        "5 1 3, -1, 0020020122002020001202002200201201020020, 2",
        "5 7 3, 1, 0200022200202002200202002200020002020222, 0",
    })
    void addressesFallAsWithNginx(String weights, int down, String expected, String ofIpv6) throws Exception {
        Candidates servers = servers(weights, down);
        assertThat(picks(Algorithm.ADDRESS_HASH, servers, NginxHashTest::address, KEYS))
                .isEqualTo(expected);
        byte[] ipv6 = InetAddress.getByName("2001:db8::1").getAddress();
        long key = RequestKey.clientNetwork().of(ipv6);
        assertThat(picks(Algorithm.ADDRESS_HASH, servers, i -> key, 1)).isEqualTo(ofIpv6);
    }

    @Test
    void keysAreCrcs() {
        for (String text : List.of("", "a", "key-1", "x".repeat(5_000))) {
            byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
            CRC32 oracle = new CRC32();
            oracle.update(bytes);
            assertThat(Crc32.of(Crc32.key(text))).isEqualTo((int) oracle.getValue());
            assertThat(Crc32.key(bytes, 0, bytes.length)).isEqualTo(Crc32.key(text));
            CRC32 both = new CRC32();
            both.update('7');
            both.update(bytes);
            assertThat(Crc32.joined(Crc32.of(Crc32.key("7")), Crc32.key(text))).isEqualTo((int) both.getValue());
        }
    }

    @Test
    void addressesOfOneNameTakeTurnsAtItsPoints() {
        Candidates named = new Candidates() {
            @Override
            public int size() {
                return 2;
            }

            @Override
            public boolean mayServe(int i) {
                return true;
            }

            @Override
            public int weight(int i) {
                return 100;
            }

            @Override
            public int configuredWeight(int i) {
                return 1;
            }

            @Override
            public String address(int i) {
                return "app.test:80";
            }

            @Override
            public int active(int i) {
                return 0;
            }

            @Override
            public long latencyNanos(int i) {
                return 0;
            }

            @Override
            public long identity(int i) {
                return i;
            }
        };
        assertThat(picks(Algorithm.KETAMA, named, i -> Crc32.key("same"), 4)).isEqualTo("0101");
    }

    @ParameterizedTest
    @CsvSource({"ADDRESS_HASH", "MODULO_HASH", "KETAMA"})
    void choosingAllocatesNothing(Algorithm algorithm) {
        Candidates servers = servers("5 7 3", 1);
        Balancer balancer = Balancers.create(algorithm, 1);
        balancer.changed(servers);
        int[] sum = new int[1];
        long key = Crc32.key("key-1");
        assertThat(Allocation.perRun(() -> sum[0] += balancer.pick(servers, key + (long) sum[0] % 5)))
                .isLessThan(1);
    }
}
