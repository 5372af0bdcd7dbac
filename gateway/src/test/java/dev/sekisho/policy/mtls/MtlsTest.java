package dev.sekisho.policy.mtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.Allocation;
import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.identity.ClientIdentity;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.model.ConsumerCertificate;
import dev.sekisho.policy.Asked;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.mtls.MtlsConfig.Allowed;
import dev.sekisho.policy.mtls.MtlsConfig.Name;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MtlsTest {

    private static final String HASH = "0a".repeat(32);
    private static final ClientIdentity TILL = new ClientIdentity(
            "CN=till,O=Shop\\, Inc.",
            "till",
            List.of("*.wild.test", "Till.Shop.TEST", "xn--bcher-kva.test"),
            List.of("spiffe://shop.test/ns/tills/sa/till"),
            HASH);
    private static final ClientIdentity BARE = new ClientIdentity("", "", List.of(), List.of(), "0b".repeat(32));

    private final Mtls type = new Mtls();
    private final ChainHarness harness = new ChainHarness();
    private PolicyContext context = Asked.context();

    private static MtlsConfig config(List<Name> identity, List<Allowed> allow, boolean consumers) {
        return new MtlsConfig(identity, allow, consumers, Optional.empty(), "api");
    }

    private static final MtlsConfig PLAIN = config(List.of(), List.of(), false);
    private static final MtlsConfig CONSUMERS = config(List.of(Name.COMMON_NAME), List.of(), true);

    private Exchange ask(Policy policy, ClientIdentity... certificate) {
        Exchange x = harness.exchange(policy);
        Asked.fill(x.request(), "/", "X-Forwarded-Client-Cert: Hash=" + HASH + ";URI=spiffe://shop.test/root");
        x.caller().certificate(certificate.length == 0 ? Optional.empty() : Optional.of(certificate[0]));
        ChainRunner.start(x);
        return x;
    }

    private Exchange ask(MtlsConfig config, ClientIdentity... certificate) {
        return ask(type.create(config, context), certificate);
    }

    private void refused(Exchange x, int status, Reason reason, String error) {
        assertThat(harness.status()).isEqualTo(status);
        assertThat(x.reason()).isEqualTo(reason);
        assertThat(harness.body()).startsWith("{\"error\":\"" + error + "\",\"message\":");
        assertThat(harness.fields().contains("WWW-Authenticate: Certificate realm=\"api\"\n"))
                .isEqualTo(status == 401);
        assertThat(harness.backendCalls()).isZero();
        assertThat(x.principal().isKnown()).isFalse();
    }

    private static Allowed allowed(String name, String text) {
        return new Allowed(
                given("spiffe", name, text),
                given("uri", name, text),
                given("dns", name, text),
                given("commonName", name, text),
                given("subject", name, text),
                given("fingerprint", name, text));
    }

    private static Optional<String> given(String one, String name, String text) {
        return one.equals(name) ? Optional.of(text) : Optional.empty();
    }

    private static ConsumerCertificate subject(String text) {
        return new ConsumerCertificate(Optional.of(text), Optional.empty(), Optional.empty());
    }

    private static ConsumerCertificate san(String text) {
        return new ConsumerCertificate(Optional.empty(), Optional.of(text), Optional.empty());
    }

    private static ConsumerCertificate fingerprint(String text) {
        return new ConsumerCertificate(Optional.empty(), Optional.empty(), Optional.of(text));
    }

    @Test
    void theCertificateTellsWhoTheClientIs() {
        Principal principal = ask(PLAIN, TILL).principal();
        assertThat(harness.status()).isEqualTo(200);
        assertThat(principal.method()).isEqualTo("mtls");
        assertThat(principal.subject()).isEqualTo("spiffe://shop.test/ns/tills/sa/till");
        assertThat(principal.credential()).isEqualTo(HASH);
        assertThat(principal.certificate()).contains(TILL);
        assertThat(principal.consumer()).isEmpty();
        assertThat(principal.groups()).isEmpty();
    }

    @Test
    void withoutACertificateItIsMissingWhateverFieldsSay() {
        Exchange x = ask(PLAIN);
        refused(x, 401, Reason.AUTH_MISSING, "unauthorized");
        assertThat(x.detail()).isEqualTo("not over TLS");
    }

    @ParameterizedTest
    @CsvSource({
        "SPIFFE, spiffe://shop.test/ns/tills/sa/till",
        "URI, spiffe://shop.test/ns/tills/sa/till",
        "DNS, till.shop.test",
        "COMMON_NAME, till",
        "SUBJECT, 'CN=till,O=Shop\\, Inc.'",
        "FINGERPRINT, 0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a"
    })
    void theIdentityIsTheNameThatIsWanted(Name name, String expected) {
        assertThat(ask(config(List.of(name), List.of(), false), TILL)
                        .principal()
                        .subject())
                .isEqualTo(expected);
    }

    @Test
    void ofSeveralNamesTheFirstThatIsThereCounts() {
        ClientIdentity two = new ClientIdentity(
                "CN=a", "a", List.of("*.test"), List.of("spiffe://one.test/a", "spiffe://two.test/b"), HASH);
        refused(ask(PLAIN, BARE), 401, Reason.AUTH_INVALID, "invalid_certificate");
        assertThat(ask(PLAIN, two).principal().subject())
                .as("two URIs are no SPIFFE ID, and a wildcard is no name")
                .isEqualTo("a");
        assertThat(ask(config(List.of(Name.SUBJECT, Name.FINGERPRINT), List.of(), false), BARE)
                        .principal()
                        .subject())
                .isEqualTo(BARE.fingerprint());
    }

    @ParameterizedTest
    @CsvSource({
        "spiffe, spiffe://shop.test/*, spiffe://shop.test",
        "spiffe, */sa/till, spiffe://Shop.test/*",
        "uri, spiffe://shop.test/ns/tills/sa/till, spiffe://shop.test/ns/tills/sa/till-2",
        "dns, *.shop.test, shop.test",
        "dns, TILL.shop.test, till",
        "dns, *, *.wild.test",
        "dns, xn--bcher-kva.test, x.wild.test",
        "commonName, ti*, Till",
        "subject, 'CN=till,O=Shop\\, Inc.', 'CN=till,O=Shop'",
        "fingerprint, 0A0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a,"
                + " 0b0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a"
    })
    void anEntryDescribesWhatFitsAndNothingElse(String name, String good, String bad) {
        assertThat(ask(config(List.of(), List.of(allowed(name, good)), false), TILL)
                        .principal()
                        .isKnown())
                .isTrue();
        Exchange x = harness.exchange(type.create(config(List.of(), List.of(allowed(name, bad)), false), context));
        x.caller().certificate(Optional.of(TILL));
        int calls = harness.backendCalls();
        ChainRunner.start(x);
        assertThat(harness.status()).isEqualTo(403);
        assertThat(x.reason()).isEqualTo(Reason.FORBIDDEN);
        assertThat(x.detail()).isEqualTo("certificate " + HASH + ": described by no entry of allow");
        assertThat(harness.backendCalls()).isEqualTo(calls);
    }

    @Test
    void allThatAnEntryGivesMustHoldAndOneEntryIsEnough() {
        Allowed both = new Allowed(
                Optional.empty(),
                Optional.empty(),
                Optional.of("till.shop.test"),
                Optional.of("other"),
                Optional.empty(),
                Optional.empty());
        refused(ask(config(List.of(), List.of(both), false), TILL), 403, Reason.FORBIDDEN, "forbidden");
        assertThat(ask(config(List.of(), List.of(both, allowed("dns", "till.shop.test")), false), TILL)
                        .principal()
                        .isKnown())
                .isTrue();
    }

    @Test
    void aConsumerIsFoundByHashThenAlternativeNameThenSubjectThenName() {
        ClientIdentity other = new ClientIdentity(TILL.subject(), "cn", TILL.dnsNames(), List.of(), "0c".repeat(32));
        ClientIdentity third = new ClientIdentity(TILL.subject(), "cn", List.of(), List.of(), "0d".repeat(32));
        ClientIdentity fourth = new ClientIdentity("CN=named", "named", List.of(), List.of(), "0e".repeat(32));
        String colons = String.join(":", HASH.toUpperCase(Locale.ROOT).split("(?<=\\G..)"));
        context = Asked.context(
                Asked.consumer("pinned", fingerprint(colons)),
                Asked.consumer("alternative", san("till.shop.test"), san("*.wild.test")),
                Asked.consumer("subject", subject("CN=till, O=\"Shop, Inc.\"")),
                Asked.consumer("named", new ConsumerCertificate[0]));
        Policy policy = type.create(CONSUMERS, context);
        Exchange x = ask(policy, TILL);
        assertThat(x.principal().consumerName()).isEqualTo("pinned");
        assertThat(x.principal().groups()).containsExactly("partners");
        assertThat(x.principal().plan()).isEqualTo("gold");
        assertThat(x.request().headers().toString())
                .contains("X-Consumer-ID: pinned\n", "X-Consumer-Username: pinned\n");
        assertThat(ask(policy, other).principal().consumerName()).isEqualTo("alternative");
        assertThat(ask(policy, third).principal().consumerName()).isEqualTo("subject");
        assertThat(ask(policy, fourth).principal().consumerName()).isEqualTo("named");
    }

    @Test
    void aCertificateOfNoConsumerIsNotValid() {
        context =
                Asked.context(Asked.consumer("TILL", san("till.shop.test.")), Asked.consumer("x", san("*.wild.test")));
        Exchange x = ask(CONSUMERS, TILL);
        refused(x, 401, Reason.AUTH_INVALID, "invalid_certificate");
        assertThat(x.detail()).isEqualTo("certificate " + HASH + ": that of no consumer");
    }

    @Test
    void withoutACertificateTheAnonymousConsumerPassesAndWithAWrongOneNobody() {
        context = Asked.context(Asked.consumer("guest", new ConsumerCertificate[0]));
        MtlsConfig config = new MtlsConfig(List.of(), List.of(), true, Optional.of("guest"), "api");
        assertThat(ask(config).principal().consumerName()).isEqualTo("guest");
        assertThat(ask(config, TILL).principal().isKnown()).isFalse();
        assertThat(harness.status()).isEqualTo(401);
        assertThatThrownBy(() -> type.create(config, PolicyContext.OFFLINE))
                .hasMessage("anonymous: guest (expected: name of a consumer)");
    }

    @Test
    void manyCertificatesAndManyNamesStayBounded() {
        List<String> names =
                IntStream.range(0, 5_000).mapToObj(i -> "h" + i + ".test").toList();
        Judge judge = new Judge(
                List.of(Name.DNS), List.of(Pattern.of(allowed("dns", "h4999.test"))), Optional.empty(), "Certificate");
        for (int i = 0; i < 3 * Judge.MOST; i++) {
            String hash = String.format(Locale.ROOT, "%064x", i);
            assertThat(judge.of(
                            new ClientIdentity("", "", i % 1_000 == 0 ? names : List.of("h.test"), List.of(), hash)))
                    .isInstanceOf(i % 1_000 == 0 ? Judgement.Known.class : Judgement.Refused.class);
            assertThat(judge.size()).isLessThanOrEqualTo(Judge.MOST);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'CN=a,O=Shop', true",
        "'CN=a\\\\,O=Shop', true",
        "'CN=a\\2C,O=Shop', true",
        "'CN=a\\,O=Shop', false",
        "'CN=a\\\\\\,O=Shop', false"
    })
    void aCommaWithinANameBeginsNoPartOfTheSubject(String subject, boolean described) {
        ClientIdentity client = new ClientIdentity(subject, "a", List.of(), List.of(), HASH);
        Exchange x = ask(config(List.of(), List.of(allowed("subject", "*,O=Shop")), false), client);
        assertThat(x.principal().isKnown()).isEqualTo(described);
    }

    @Test
    void knowingAClientAllocatesNothing() {
        Policy policy = type.create(config(List.of(), List.of(allowed("dns", "*.shop.test")), false), context);
        Exchange x = harness.exchange(policy);
        x.caller().certificate(Optional.of(TILL));
        double bytes = Allocation.perRun(() -> {
            x.principal(Principal.NOBODY);
            policy.onRequest(x);
        });
        assertThat(x.principal().isKnown()).isTrue();
        assertThat(bytes).isLessThan(1);
    }

    @ParameterizedTest
    @CsvSource({
        "spiffe, shop.test/ns/*, allow.spiffe: shop.test/ns/* (expected: spiffe:// at its beginning)",
        "dns, bücher.test, 'allow.dns: bücher.test (expected: ASCII, as certificates have it: xn--… for other letters)'",
        "dns, a.*.test, 'allow.dns: \"a.*.test\" (expected: text, with one * at its beginning or its end at most)'",
        "spiffe, spiffe://shop.te*, 'allow.spiffe: spiffe://shop.te* (expected: a slash behind the trust domain, or longer ones fit too)'",
        "subject, *O=Shop, 'allow.subject: *O=Shop (expected: a comma behind the * at its beginning, or the end of any value fits too)'",
        "fingerprint, 0a*, 'allow.fingerprint: 0a* (expected: 64 hexadecimal digits, SHA-256)'",
        "none, x, 'allow: an entry without names (expected: one of spiffe, uri, dns, commonName, subject and fingerprint)'"
    })
    void refusesPatternsThatCannotWork(String name, String text, String message) {
        assertThatThrownBy(() -> type.create(config(List.of(), List.of(allowed(name, text)), false), context))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"till", "=x", "CN=a\"b\0c"})
    void refusesSubjectsThatAreNone(String text) {
        context = Asked.context(Asked.consumer("shop", subject(text)));
        assertThatThrownBy(() -> type.create(CONSUMERS, context))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("consumer shop: certificates.subject: ");
    }

    @Test
    void oneSubjectInTwoSpellingsBelongsToOneConsumer() {
        context = Asked.context(Asked.consumer("a", subject("CN=a,O=b")), Asked.consumer("b", subject("cn=a, o=b")));
        assertThatThrownBy(() -> type.create(CONSUMERS, context))
                .hasMessage(
                        "consumer b: certificates.subject: cn=a, o=b (expected: one that no other entry has, but a does)");
    }

    @Test
    void explainsItself() {
        assertThat(type.describe(PLAIN))
                .isEqualTo("asks for a client certificate, known by spiffe, or dns, or commonName");
        assertThat(type.describe(new MtlsConfig(
                        List.of(Name.DNS), List.of(allowed("dns", "*")), true, Optional.of("guest"), "api")))
                .isEqualTo("asks for a client certificate that allow describes, of a consumer, known by dns;"
                        + " requests without one pass as guest");
    }
}
