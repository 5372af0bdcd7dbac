package dev.sekisho.dataplane.listener;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.http1.HeadLimits;
import dev.sekisho.dataplane.router.Fixtures;
import dev.sekisho.fuzz.Seeds;
import dev.sekisho.model.Cidr;
import dev.sekisho.model.ForwardedFields;
import dev.sekisho.model.ListenerHttp2;
import dev.sekisho.model.Size;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a trusted peer says of the client gives an address that stands in its own text, behind none that is not trusted; its
 * request id is taken as it is or replaced; Max-Forwards is a number or refused. */
class ClientFieldsFuzzTest {

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void fields(byte[] input) throws Exception {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "fields", ClientFieldsFuzzTest::check);
    }

    private static final HeaderName MAX_FORWARDS = HeaderName.of("Max-Forwards");
    private static final ListenerSettings SETTINGS = new ListenerSettings(
            "l",
            new HeadLimits(1 << 20, 100, 1 << 20),
            1,
            1,
            1,
            1,
            1,
            1,
            0,
            0,
            List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("2001:db8::/32")),
            HeaderName.X_FORWARDED_FOR,
            ForwardedFields.DEFAULT,
            Optional.empty(),
            Optional.empty(),
            new ListenerHttp2(true, false, 1, new Size(16 << 10), 10),
            Optional.empty());

    /** Values of X-Forwarded-For, X-Request-ID and Max-Forwards. */
    private static boolean check(byte[] input) throws Exception {
        String[] values = new String(input, StandardCharsets.ISO_8859_1).split("\u001f", 3);
        for (String value : values) {
            if (!value.matches("[\\t -~\\x80-\\xff]*") || value.matches("[\\t ].*|.*[\\t ]")) {
                return false; // the parser lets no such value through
            }
        }
        boolean seen = forwarded(values[0], values.length > 1 ? values[1] : "");
        boolean traced = values.length > 2 && traced(values[2]);
        return seen || traced;
    }

    private static boolean forwarded(String chain, String id) throws Exception {
        Exchange x = Fixtures.request("GET", "h", "/", "", "X-Forwarded-For: " + chain, "X-Request-ID: " + id);
        RequestHead head = x.request();
        head.found(-1, true);
        Peer peer = Peer.of(new InetSocketAddress("10.0.0.1", 1), new InetSocketAddress("10.0.0.2", 2), SETTINGS);
        Forwarding.apply(x, peer, SETTINGS);
        Headers headers = head.headers();
        assertThat(headers.getAll(HeaderName.X_FORWARDED_FOR))
                .containsExactly(chain.isEmpty() ? "10.0.0.1" : chain + ", 10.0.0.1");
        String client = Ascii.string(x.caller().addressText(), 0, x.caller().addressText().length);
        client(chain, client, x.caller().address());
        String sent = x.requestIdText();
        assertThat(sent).matches("[!-~\\x80-\\xff]+").doesNotContain("\"", "\\", "<", ">", "&");
        assertThat(headers.getAll(HeaderName.X_REQUEST_ID)).containsExactly(sent);
        assertThat(sent.equals(id) || sent.matches("[0-9a-f-]{36}")).isTrue();
        return !client.equals("10.0.0.1");
    }

    private static void client(String chain, String client, byte[] address) throws Exception {
        assertThat(client).matches("[0-9a-fA-F:.]+");
        assertThat(InetAddress.ofLiteral(client).getAddress()).isEqualTo(address);
        List<String> hops = Arrays.stream(chain.split("[ \\t,]+", -1))
                .filter(hop -> !hop.isEmpty())
                .map(hop -> hop.replaceFirst("^([0-9.]+):[0-9]{1,5}$", "$1")
                        .replaceFirst("^\\[([0-9A-Fa-f:.]+)](:[0-9]{1,5})?$", "$1"))
                .toList();
        int at = client.equals("10.0.0.1") ? hops.size() : hops.lastIndexOf(client);
        assertThat(at).as("%s in %s", client, hops).isNotNegative();
        for (String behind : hops.subList(Math.min(at + 1, hops.size()), hops.size())) {
            assertThat(SETTINGS.trusts(InetAddress.ofLiteral(behind).getAddress()))
                    .as(behind)
                    .isTrue();
        }
    }

    private static boolean traced(String value) {
        RequestHead head = Fixtures.request("TRACE", "h", "/", "", "Max-Forwards: " + value)
                .request();
        boolean number = value.matches("[0-9]{1,9}");
        assertThat(Tracing.check(head)).isEqualTo(number ? Reason.NONE : Reason.MAX_FORWARDS);
        if (number) {
            int left = Integer.parseInt(value);
            assertThat(Tracing.ends(head)).isEqualTo(left == 0);
            assertThat(Integer.parseInt(head.headers().value(head.headers().find(MAX_FORWARDS))))
                    .isEqualTo(Math.max(0, left - 1));
        }
        return number;
    }
}
