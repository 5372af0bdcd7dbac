package dev.sekisho.dataplane.router;

import static dev.sekisho.dataplane.router.Fixtures.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.Exchange;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {

    private static boolean fits(Exchange x, String... conditions) {
        return Conditions.of(Fixtures.entry("r", 1, conditions).match()).hold(x);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "q: 1       | q=1          | true",
                "q: 1       | q=2&q=1      | true",
                "q: 1       | q=11         | false",
                "q: 1       | xq=1&qx=1    | false",
                "q: 1       | Q=1          | false",
                "q: 1       | %71=%31      | true",
                "q: a b     | q=a%20b      | true",
                "q: a b     | q=a+b        | false",
                "q: a+b     | q=a+b        | true",
                "q: %31     | q=%2531      | true",
                "q: 1       | q=%2531      | false",
                "q: 100%    | q=100%       | true",
                "q: %zz     | q=%zz        | true",
                "q: é       | q=%c3%A9     | true",
                "q: a=b     | q=a=b        | true",
                "q: *       | q            | true",
                "q: *       | a&&q=&       | true",
                "q: *       | a=q          | false",
                "q: !*      | a=q          | true",
                "q: !*      | a=1&q        | false",
                "q: ~^a.c$  | q=a%62c      | true",
                "q: ~^a.c$  | q=abcd       | false",
                "q: 1       | a=1;q=1      | false",
            })
    void queryParameters(String condition, String query, boolean expected) {
        assertThat(fits(request("GET", "", "/", query), "query " + condition)).isEqualTo(expected);
    }

    @Test
    void noQueryAtAll() {
        assertThat(fits(request("GET", "", "/", ""), "query q: *")).isFalse();
        assertThat(fits(request("GET", "", "/", ""), "query q: !*")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "c: 1      | c=1            | true",
                "c: 1      | a=2; c=1; d=3  | true",
                "c: 1      | a=2;c=1;       | true",
                "c: 1      | a=c=1          | false",
                "c: c=1    | a=2; c=c=1     | true",
                "c: 1      | C=1            | false",
                "c: 1      | c=\"1\"        | false",
                "c: \"1\"  | c=\"1\"        | true",
                "c: 1      | c = 1 ; d=2    | true",
                "c: *      | c              | false",
                "c: *      | c=             | true",
                "c: !*     | d=1            | true",
                "c: !*     | d=1; c=        | false",
                "c: ~2     | c=123          | true",
            })
    void cookies(String condition, String field, boolean expected) {
        assertThat(fits(request("GET", "", "/", "", "Cookie: " + field), "cookie " + condition))
                .isEqualTo(expected);
    }

    @Test
    void cookiesOfSeveralFields() {
        Exchange x = request("GET", "", "/", "", "Cookie: a=1", "cookie: c=2");
        assertThat(fits(x, "cookie c: 2")).isTrue();
        assertThat(fits(x, "cookie a: 1", "cookie c: 2")).isTrue();
        assertThat(fits(x, "cookie a: !*")).isFalse();
    }

    @Test
    void headers() {
        Exchange x = request("GET", "", "/", "", "X-One: 1", "x-one: 2", "X-Two: ab");
        assertThat(fits(x, "header X-ONE: 1")).isTrue();
        assertThat(fits(x, "header x-one: 2")).isTrue();
        assertThat(fits(x, "header x-one: 3")).isFalse();
        assertThat(fits(x, "header x-one: !*")).isFalse();
        assertThat(fits(x, "header x-two: ~^a")).isTrue();
        assertThat(fits(x, "header x-two: ~^b")).isFalse();
        assertThat(fits(x, "header x-two: AB")).isFalse();
        assertThat(fits(x, "header x-three: *")).isFalse();
        assertThat(fits(x, "header x-three: !*", "header x-two: *")).isTrue();
    }

    @Test
    void removedFieldsAreGone() {
        Exchange x = request("GET", "", "/", "", "X-One: 1");
        x.request().headers().remove(0);
        assertThat(fits(x, "header x-one: 1")).isFalse();
        assertThat(fits(x, "header x-one: !*")).isTrue();
    }

    @Test
    void methodsGoByCaseAndDoNotIncludeEachOther() {
        assertThat(fits(request("GET", "", "/", ""), "method POST", "method GET"))
                .isTrue();
        assertThat(fits(request("HEAD", "", "/", ""), "method GET")).isFalse();
        assertThat(fits(request("get", "", "/", ""), "method GET")).isFalse();
        assertThat(fits(request("PURGE", "", "/", ""), "method GET")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.1.2.3, true",
        "10.0.0.0/8, 11.1.2.3, false",
        "10.0.0.0/8, 2001:db8::1, false",
        "2001:db8::/32, 2001:db8::1, true",
        "192.0.2.1, 192.0.2.1, true",
    })
    void clients(String block, String address, boolean expected) {
        Exchange x = request("GET", "", "/", "");
        x.caller().address(InetAddress.ofLiteral(address).getAddress(), new byte[0]);
        assertThat(fits(x, "client " + block)).isEqualTo(expected);
        assertThat(fits(x, "client 203.0.113.0/24", "client " + block)).isEqualTo(expected);
    }

    @Test
    void mappedAddressesAreTheirIpv4AddressesAndUnknownOnesAreInNoBlock() {
        Exchange x = request("GET", "", "/", "");
        assertThat(fits(x, "client 0.0.0.0/0", "client ::/0")).isFalse();
        x.caller().address(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 1, 2, 3}, new byte[0]);
        assertThat(fits(x, "client 10.0.0.0/8")).isTrue();
        assertThat(fits(x, "client ::/0")).isFalse();
    }
}
