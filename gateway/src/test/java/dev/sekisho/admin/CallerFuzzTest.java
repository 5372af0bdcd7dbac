package dev.sekisho.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.net.httpserver.Headers;
import dev.sekisho.fuzz.Seeds;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Whoever is let in names loopback, and no page of another origin or site. */
class CallerFuzzTest {

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void fields(byte[] input) throws Exception {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "fields", CallerFuzzTest::check);
    }

    /** Host, Origin and Sec-Fetch-Site, each left out where it is empty. */
    private static boolean check(byte[] input) {
        String[] values = new String(input, StandardCharsets.ISO_8859_1).split("\u001f", 3);
        Headers headers = new Headers();
        String[] names = {"Host", "Origin", "Sec-Fetch-Site"};
        for (int i = 0; i < values.length; i++) {
            if (values[i].indexOf('\r') >= 0 || values[i].indexOf('\n') >= 0) {
                return false; // the server lets no such value through
            }
            if (!values[i].isEmpty()) {
                headers.add(names[i], values[i]);
            }
        }
        if (!Caller.refusal(headers).isEmpty()) {
            return false;
        }
        String host = values[0].replaceFirst(":[0-9]{1,5}$", "");
        boolean four = host.matches("127(\\.[0-9]{1,3}){3}");
        boolean six = host.startsWith("[") && host.endsWith("]") && loopback(host.substring(1, host.length() - 1));
        assertThat(host.equalsIgnoreCase("localhost") || four || six).as(host).isTrue();
        if (values.length > 1 && !values[1].isEmpty()) {
            assertThat(values[1]).isEqualToIgnoringCase("http://" + values[0]);
        }
        if (values.length > 2 && !values[2].isEmpty()) {
            assertThat(values[2]).isIn("same-origin", "none");
        }
        return true;
    }

    private static boolean loopback(String address) {
        return InetAddress.ofLiteral(address).isLoopbackAddress();
    }
}
