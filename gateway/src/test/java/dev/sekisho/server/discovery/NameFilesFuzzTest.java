package dev.sekisho.server.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.fuzz.Seeds;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Files of the system for names never fail a start: what is not understood is passed over, what is read is in bounds. */
class NameFilesFuzzTest {

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void texts(byte[] input) throws Exception {
        check(input);
    }

    @Test
    void changedSeeds() throws Exception {
        Seeds.check(getClass(), "texts", NameFilesFuzzTest::check);
    }

    private static boolean check(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        ResolvConf conf = ResolvConf.parse(text);
        assertThat(conf.servers()).hasSizeLessThanOrEqualTo(3);
        assertThat(conf.ndots()).isBetween(0, 15);
        assertThat(conf.attempts()).isBetween(1, 5);
        assertThat(conf.candidates("a.b", true)).contains("a.b.").allMatch(name -> name.endsWith("."));
        assertThat(ResolvConf.parse(text + "\nnonsense\n")).isEqualTo(conf);
        Hosts hosts = Hosts.parse(text);
        assertThat(hosts.addresses("localhost")).isNotEmpty();
        assertThat(hosts.addresses("A.test.")).isEqualTo(hosts.addresses("a.test"));
        assertThat(Hosts.parse(text + "\n192.0.2.9 last.test # x\n").addresses("last.test"))
                .isNotEmpty();
        return !conf.equals(ResolvConf.NONE) || !hosts.addresses("a.test").isEmpty();
    }
}
