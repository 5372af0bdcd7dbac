package dev.sekisho.dataplane.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.CertificateBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.naming.ldap.LdapName;
import org.junit.jupiter.api.Test;

/** X-Forwarded-Client-Cert by the grammar that Envoy documents, read by a reader of that grammar. */
class ClientIdentityTest {

    private static final String HASH = "ab".repeat(32);

    private record Pair(String key, String value) {}

    private static ClientIdentity identity(String subject, List<String> dns, List<String> uris) {
        return new ClientIdentity(subject, "", dns, uris, HASH);
    }

    /**
     * "Each XFCC element is a semicolon separated list of key-value pairs, separated by =. If , ; or = appear in a value, it
     * should be double-quoted. Double-quotes in the value should be replaced by \\"."
     */
    private static List<Pair> read(String element) {
        List<Pair> pairs = new ArrayList<>();
        for (int at = 0; at < element.length(); at++) {
            int equals = element.indexOf('=', at);
            StringBuilder value = new StringBuilder();
            int i = equals + 1;
            if (i < element.length() && element.charAt(i) == '"') {
                for (i++; element.charAt(i) != '"'; i++) {
                    boolean escaped = element.charAt(i) == '\\' && element.charAt(i + 1) == '"';
                    i += escaped ? 1 : 0;
                    value.append(element.charAt(i));
                }
                i++;
            } else {
                for (; i < element.length() && element.charAt(i) != ';'; i++) {
                    assertThat(element.charAt(i)).as(element).isNotIn(',', '=', '"');
                    value.append(element.charAt(i));
                }
            }
            assertThat(i == element.length() || element.charAt(i) == ';')
                    .as(element)
                    .isTrue();
            pairs.add(new Pair(element.substring(at, equals), value.toString()));
            at = i;
        }
        return pairs;
    }

    @Test
    void theFormIsThatOfEnvoy() {
        ClientIdentity who = identity(
                "CN=alice,O=Acme\\, Inc.",
                List.of("a.test", "b.test"),
                List.of("spiffe://cluster.local/ns/default/sa/alice"));
        assertThat(who.forwarded(List.of("spiffe://cluster.local/ns/default/sa/gateway")))
                .isEqualTo("By=spiffe://cluster.local/ns/default/sa/gateway;Hash=" + HASH
                        + ";Subject=\"CN=alice,O=Acme\\, Inc.\";URI=spiffe://cluster.local/ns/default/sa/alice"
                        + ";DNS=a.test;DNS=b.test");
        assertThat(read(who.forwarded(List.of())))
                .containsExactly(
                        new Pair("Hash", HASH),
                        new Pair("Subject", "CN=alice,O=Acme\\, Inc."),
                        new Pair("URI", "spiffe://cluster.local/ns/default/sa/alice"),
                        new Pair("DNS", "a.test"),
                        new Pair("DNS", "b.test"));
    }

    @Test
    void noNameCanSayMoreThanItself() throws Exception {
        Random random = new Random(5);
        String[] pieces = {"a", "\"", "\\", ",", ";", "=", " ", "Hash=", ";URI=spiffe://x", "\u00e9", "+", "#", "<", "%"
        };
        for (int i = 0; i < 3_000; i++) {
            StringBuilder text = new StringBuilder("n");
            for (int n = random.nextInt(6); n > 0; n--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            text.append('z');
            String name = text.toString();
            String subject = "CN=" + javax.naming.ldap.Rdn.escapeValue(name);
            List<Pair> pairs = read(
                    identity(subject, List.of(name), List.of("x://" + name)).forwarded(List.of()));
            assertThat(pairs).as(name).extracting(Pair::key).containsExactly("Hash", "Subject", "URI", "DNS");
            assertThat(new LdapName(pairs.get(1).value()).getRdn(0).getValue().toString())
                    .as("the subject is read as it was")
                    .isEqualTo(name);
        }
    }

    @Test
    void namesAreThoseOfTheCertificate() throws Exception {
        ClientIdentity who = ClientIdentity.of(new CertificateBuilder()
                .ecp256()
                .subject("CN=alice+UID=7,OU=x\\, y,O=Acme")
                .addSanDnsName("a.test")
                .addSanUriName("spiffe://td/alice")
                .setIsCertificateAuthority(true)
                .buildSelfSigned()
                .getCertificate());
        assertThat(who.commonName()).isEqualTo("alice");
        assertThat(who.spiffe()).isEqualTo("spiffe://td/alice");
        assertThat(who.dnsNames()).containsExactly("a.test");
        assertThat(identity("", List.of(), List.of("spiffe://a/b", "https://c")).spiffe())
                .as("an SVID has one URI")
                .isEmpty();
    }

    @Test
    void controlCharactersAreRefused() {
        assertThatThrownBy(() -> ClientIdentity.of(new CertificateBuilder()
                        .ecp256()
                        .subject("CN=a\u0000b")
                        .setIsCertificateAuthority(true)
                        .buildSelfSigned()
                        .getCertificate()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("control character");
    }
}
