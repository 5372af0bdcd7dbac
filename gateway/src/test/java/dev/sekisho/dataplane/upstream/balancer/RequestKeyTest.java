package dev.sekisho.dataplane.upstream.balancer;

import static dev.sekisho.dataplane.router.Fixtures.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.Allocation;
import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.identity.KnownConsumer;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.model.HashKey;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestKeyTest {

    private static final String CLIENT = "192.0.2.7";

    private static RequestKey key(String header, String cookie, String query, boolean path) {
        boolean address = header.isEmpty() && cookie.isEmpty() && query.isEmpty() && !path;
        return RequestKey.of(
                new HashKey(present(header), present(cookie), present(query), address, path, false, false));
    }

    private static Optional<String> present(String name) {
        return Optional.of(name).filter(text -> !text.isEmpty());
    }

    private static Exchange from(byte[] address, Exchange x) {
        x.caller().address(address, Ascii.bytes("text"));
        return x;
    }

    private static byte[] address(String text) throws Exception {
        return InetAddress.getByName(text).getAddress();
    }

    private static Exchange get(String path, String query, String... headers) throws Exception {
        return from(address(CLIENT), request("GET", "a.test", path, query, headers));
    }

    private static long hash(String text) {
        return KeyHash.of(Ascii.bytes(text), 0, text.length());
    }

    private static long addressHash() throws Exception {
        return KeyHash.of(address(CLIENT), 0, 4);
    }

    @Test
    void ofAVariableTheEmptyValueCountsToo() throws Exception {
        RequestKey variable = RequestKey.of(HashKey.ofVariable("shop"));
        Exchange x = get("/", "");
        x.variable("shop", "");
        assertThat(variable.of(x)).isEqualTo(KeyHash.of(""));
        x.variable("shop", "tokyo");
        assertThat(variable.of(x)).isEqualTo(hash("tokyo"));
    }

    @Test
    void knownClientsAndTheAddressOfAllOthers() throws Exception {
        Optional<String> none = Optional.empty();
        RequestKey consumer = RequestKey.of(new HashKey(none, none, none, false, false, true, false));
        RequestKey subject = RequestKey.of(new HashKey(none, none, none, false, false, false, true));
        Exchange x = get("/", "");
        assertThat(consumer.of(x)).isEqualTo(addressHash());
        assertThat(subject.of(x)).isEqualTo(addressHash());
        x.principal(Principal.of("jwt", "ann"));
        assertThat(consumer.of(x)).as("known, but no consumer").isEqualTo(addressHash());
        assertThat(subject.of(x)).isEqualTo(hash("ann"));
        x.principal(Principal.of("key-auth", "till", new KnownConsumer("shop", none, Set.of()), "shop/1"));
        assertThat(consumer.of(x)).isEqualTo(hash("shop"));
        assertThat(subject.of(x)).isEqualTo(hash("till"));
        x.principal(Principal.of("jwt", "\u540d\u524d"));
        assertThat(subject.of(x)).isNotEqualTo(addressHash()).isNotEqualTo(KeyHash.of("\u524d\u540d"));
    }

    @Test
    void headerInAnyCaseAndTheFirstOfSeveral() throws Exception {
        RequestKey key = key("X-User", "", "", false);
        assertThat(key.of(get("/", "", "x-uSER: ann", "X-User: bob"))).isEqualTo(hash("ann"));
        assertThat(key.of(get("/", "", "X-Users: ann"))).isEqualTo(addressHash());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "id=ann               | ann",
                "a=1; id=ann; id=bob  | ann",
                "xid=1;id= ann ; b=2  | ann",
                "a=id=1; id=ann       | ann",
                "id=a=b               | a=b",
                "id=                  | ``",
                "ID=ann               | none",
                "id                   | none",
                ";;; =;               | none",
            })
    void cookie(String field, String expected) throws Exception {
        long hash = key("", "id", "", false).of(get("/", "", "Cookie: " + field));
        assertThat(hash).isEqualTo(expected.equals("none") ? addressHash() : hash(expected));
    }

    @Test
    void cookieOfALaterField() throws Exception {
        RequestKey key = key("", "id", "", false);
        assertThat(key.of(get("/", "", "Cookie: a=1", "cookie: id=ann"))).isEqualTo(hash("ann"));
    }

    /** Names are compared as conditions of routes compare them; percent-encoded ones were not found. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "id=ann         | ann",
                "a=1&id=ann     | ann",
                "id=ann&id=bob  | ann",
                "%69%64=ann     | ann",
                "i%64=ann       | ann",
                "id=a%6eb       | a%6eb",
                "id=a=b         | a=b",
                "id             | ``",
                "id=            | ``",
                "&&id=ann&      | ann",
                "idx=1&xid=2    | none",
                "i%6=1&%=2&%%   | none",
                "`             ` | none",
            })
    void query(String query, String expected) throws Exception {
        long hash = key("", "", "id", false).of(get("/", query.strip()));
        assertThat(hash).isEqualTo(expected.equals("none") ? addressHash() : hash(expected));
    }

    @Test
    void queryNamesAreUtf8() throws Exception {
        assertThat(key("", "", "é", false).of(get("/", "%C3%a9=ann"))).isEqualTo(hash("ann"));
    }

    @Test
    void pathWithoutItsQuery() throws Exception {
        RequestKey key = key("", "", "", true);
        assertThat(key.of(get("/a/b", "q=1"))).isEqualTo(hash("/a/b"));
        assertThat(key.of(get("/a/c", "q=1"))).isNotEqualTo(hash("/a/b"));
    }

    /** The same client went to another target by a socket of the other family. */
    @ParameterizedTest
    @CsvSource({"1.2.3.4", "192.0.2.255"})
    void mappedAddressesAreIpv4Addresses(String text) throws Exception {
        byte[] mapped = new byte[16];
        mapped[10] = mapped[11] = -1;
        System.arraycopy(address(text), 0, mapped, 12, 4);
        for (RequestKey key : new RequestKey[] {RequestKey.clientAddress(), RequestKey.clientNetwork()}) {
            long expected = key.of(from(address(text), request("GET", "", "/", "")));
            assertThat(key.of(from(mapped, request("GET", "", "/", "")))).isEqualTo(expected);
            mapped[9] = 1; // no mapped address any more
            assertThat(key.of(from(mapped, request("GET", "", "/", "")))).isNotEqualTo(expected);
            mapped[9] = 0;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.254, true",
        "10.0.0.1, 10.0.1.1, false",
        "2001:db8::1, 2001:db8::2, false",
        "2001:db8::1, 2001:0db8:0::1, true",
    })
    void networksAreThreeBytesOfIpv4AndAllOfIpv6(String one, String other, boolean same) throws Exception {
        RequestKey key = RequestKey.clientNetwork();
        long first = key.of(from(address(one), request("GET", "", "/", "")));
        long second = key.of(from(address(other), request("GET", "", "/", "")));
        assertThat(first == second).isEqualTo(same);
    }

    @Test
    void theWholeAddressCounts() throws Exception {
        RequestKey key = key("", "", "", false);
        long one = key.of(from(address("10.0.0.1"), request("GET", "", "/", "")));
        assertThat(key.of(from(address("10.0.0.2"), request("GET", "", "/", ""))))
                .isNotEqualTo(one);
        long six = key.of(from(address("2001:db8::1"), request("GET", "", "/", "")));
        assertThat(key.of(from(address("2001:db8::2"), request("GET", "", "/", ""))))
                .isNotEqualTo(six);
    }

    @Test
    void findingAKeyAllocatesNothing() throws Exception {
        Exchange x = get("/p", "a=1&i%64=ann", "Cookie: a=1; id=ann");
        byte[] mapped = new byte[16];
        mapped[10] = mapped[11] = -1;
        from(mapped, x);
        RequestKey[] keys = {key("", "id", "", false), key("", "", "id", false), RequestKey.clientNetwork()};
        long[] sum = {0};
        assertThat(Allocation.perRun(() -> {
                    for (RequestKey key : keys) {
                        sum[0] += key.of(x);
                    }
                }))
                .isLessThan(1);
    }
}
