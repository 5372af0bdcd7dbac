package dev.sekisho.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A list means what {@code openssl ciphers} says that it means, as far as BoringSSL has the suites. */
class CipherListOracleTest {

    private static final int LISTS = 250;

    private static final String[] FIRST = {"ALL", "HIGH", "DEFAULT", "ECDHE", "EECDH+AESGCM", "AES", "aRSA", "kRSA+AES"
    };

    private static final String[] WORDS = {
        "AESGCM",
        "AES128",
        "AES256",
        "CHACHA20",
        "ECDHE",
        "EECDH",
        "kECDHE",
        "ECDSA",
        "aECDSA",
        "aRSA",
        "RSA",
        "kRSA",
        "SHA",
        "SHA1",
        "SHA256",
        "SHA384",
        "TLSv1.2",
        "TLSv1",
        "SSLv3",
        "aNULL",
        "eNULL",
        "MD5",
        "RC4",
        "3DES",
        "DES",
        "CAMELLIA",
        "ARIA",
        "PSK",
        "SRP",
        "DSS",
        "DH",
        "EDH",
        "kEDH",
        "DHE",
        "MEDIUM",
        "LOW",
        "HIGH",
        "ALL",
        "CBC",
        "AESCCM",
        "SEED",
        "IDEA",
        "EECDH+AESGCM",
        "ECDHE+AES256",
        "AES128+kRSA",
        "ECDHE+SHA",
        "EDH+AESGCM",
        "ECDHE-RSA-AES128-GCM-SHA256",
        "ECDHE-ECDSA-AES256-SHA",
        "AES256-SHA",
        "DHE-RSA-AES128-GCM-SHA256",
        "ECDHE-RSA-AES256-SHA384",
        "ECDHE-ECDSA-CHACHA20-POLY1305",
        "AES128-SHA256"
    };

    private static Set<String> ours;

    @BeforeAll
    static void opensslIsThere() throws Exception {
        try {
            openssl("ALL");
        } catch (IOException e) {
            Assumptions.abort("openssl is not installed: " + e.getMessage());
        }
        ours = Set.copyOf(CipherList.names("ALL"));
    }

    /** What OpenSSL makes of the list, less what BoringSSL does not have. */
    private static List<String> openssl(String list) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("openssl", "ciphers", "-s", "-tls1_2", list)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() == 0 ? Arrays.asList(out.strip().split(":")) : List.of();
    }

    private static List<String> known(String list) throws IOException, InterruptedException {
        return openssl(list).stream().filter(ours::contains).toList();
    }

    /** Lists of documentation and of well-known guides for nginx. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HIGH:!aNULL:!MD5",
                "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
                        + "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305:"
                        + "DHE-RSA-AES128-GCM-SHA256:DHE-RSA-AES256-GCM-SHA384",
                "EECDH+AESGCM:EDH+AESGCM:AES256+EECDH:AES256+EDH",
                "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256:HIGH:!aNULL:!eNULL:!LOW:!3DES:!MD5:!EXP:!PSK:!SRP",
                "ALL:!ADH:!EXPORT56:!LOW:!SSLv3:+HIGH",
                "DEFAULT@SECLEVEL=2",
                "DEFAULT:@SECLEVEL=3",
                "HIGH:!kRSA:@STRENGTH",
                "AES128-SHA;AES256-SHA,ECDHE-RSA-AES128-SHA ECDHE-ECDSA-AES128-SHA"
            })
    void listsThatPeopleHave(String list) throws Exception {
        assertThat(CipherList.names(list.replace(":!EXPORT56", ""))).hasSameElementsAs(known(list));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AES128-SHA:ECDHE-RSA-AES256-GCM-SHA384:AES256-SHA", "AES128-SHA:AES256-SHA:+AES128-SHA"})
    void namesKeepTheirOrder(String list) throws Exception {
        assertThat(CipherList.names(list)).isEqualTo(known(list));
    }

    @Test
    void anyList() throws Exception {
        Random random = new Random(11);
        int empty = 0;
        for (int i = 0; i < LISTS; i++) {
            String list = list(random);
            Set<String> expected = new LinkedHashSet<>(known(list));
            if (expected.isEmpty()) {
                empty++;
                assertThatThrownBy(() -> CipherList.names(list)).as(list).isInstanceOf(IOException.class);
            } else {
                assertThat(CipherList.names(list)).as(list).hasSameElementsAs(expected);
            }
        }
        assertThat(empty).as("or the lists tell nothing").isLessThan(LISTS / 2);
    }

    private static String list(Random random) {
        StringBuilder list = new StringBuilder(FIRST[random.nextInt(FIRST.length)]);
        for (int n = random.nextInt(6); n > 0; n--) {
            String sign = new String[] {"", "!", "-", "+", "!"}[random.nextInt(5)];
            list.append(':').append(sign).append(WORDS[random.nextInt(WORDS.length)]);
        }
        return list.toString();
    }
}
