package dev.sekisho.policy.hmac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.dataplane.Allocation;
import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Policy;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.model.HmacLogin;
import dev.sekisho.policy.Asked;
import dev.sekisho.policy.PolicyContext;
import dev.sekisho.policy.Stage;
import dev.sekisho.policy.hmac.HmacConfig.Algorithm;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HmacTest {

    private static final Instant NOW = Instant.parse("2027-03-01T12:00:00Z");
    private static final String DATE = "Date: Mon, 01 Mar 2027 12:00:00 GMT";
    private static final String SECRET = "a secret of the tills, long enough";

    private final Hmac type = new Hmac();
    private final ChainHarness harness = new ChainHarness();
    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    private final PolicyContext context = Asked.context(
            now::get,
            Asked.consumer("shop", Asked.hmac("till", SECRET), Asked.hmac("käse", "ein Schlüssel der Käserei")),
            Asked.consumer("guest", new HmacLogin[0]));

    private static HmacConfig config(
            List<String> enforced, boolean requireDate, boolean hide, Algorithm... algorithms) {
        return new HmacConfig(
                Duration.ofMinutes(5), requireDate, enforced, List.of(algorithms), hide, Optional.empty(), "api");
    }

    private static final HmacConfig PLAIN = config(List.of(), true, false);

    /** The signature of a text by Java's own HMAC. */
    private static String sign(String algorithm, String secret, String text) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String field(String user, String headers, String text) {
        return "Authorization: hmac " + parameters(user, "hmac-sha256", headers, sign("HmacSHA256", SECRET, text));
    }

    private static String parameters(String user, String algorithm, String headers, String signature) {
        return "username=\"" + user + "\", algorithm=\"" + algorithm + "\", headers=\"" + headers + "\", signature=\""
                + signature + "\"";
    }

    /** A request that passes, as others are changed from it. */
    private static final String GOOD = field("till", "date request-line", text("GET /a?x=%2f HTTP/1.1"));

    private static String text(String line) {
        return DATE.replace("Date", "date") + "\n" + line;
    }

    private Exchange ask(HmacConfig config, String target, String... fields) {
        return Asked.ask(harness, type.create(config, context), target, fields);
    }

    private void passes(Exchange x) {
        assertThat(x.detail()).isEmpty();
        assertThat(harness.status()).isEqualTo(200);
        assertThat(x.principal().consumerName()).isEqualTo("shop");
    }

    private void refused(Exchange x, Reason reason, String error) {
        assertThat(harness.status()).isEqualTo(401);
        assertThat(x.reason()).isEqualTo(reason);
        assertThat(harness.body()).startsWith("{\"error\":\"" + error + "\",\"message\":");
        assertThat(harness.fields()).contains("WWW-Authenticate: hmac realm=\"api\"\n");
        assertThat(harness.backendCalls()).isZero();
        assertThat(x.principal().isKnown()).isFalse();
    }

    @Test
    void theSignerIsKnownByUserAndConsumer() {
        Exchange x = ask(PLAIN, "/a?x=%2f", DATE, GOOD);
        passes(x);
        assertThat(x.principal().method()).isEqualTo("hmac");
        assertThat(x.principal().subject()).isEqualTo("till");
        assertThat(x.principal().credential()).isEqualTo("shop/till");
        assertThat(x.principal().groups()).containsExactly("partners");
        assertThat(x.request().headers().toString())
                .contains("Authorization: hmac ", "X-Consumer-ID: shop\n", "X-User-ID: till\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/a | date | date: Mon, 01 Mar 2027 12:00:00 GMT",
                "/a | DATE | DATE: Mon, 01 Mar 2027 12:00:00 GMT",
                "/../a%2Fb?q | date @request-target | date: Mon, 01 Mar 2027 12:00:00 GMT~@request-target: get /../a%2Fb?q",
                "/a//./b | request-line date | GET /a//./b HTTP/1.1~date: Mon, 01 Mar 2027 12:00:00 GMT",
                "http://test/a | date request-line | date: Mon, 01 Mar 2027 12:00:00 GMT~GET http://test/a HTTP/1.1",
                "/a | host x-two date | host: test~x-two: 1, 2~date: Mon, 01 Mar 2027 12:00:00 GMT",
                "/a | x-empty date | x-empty: ~date: Mon, 01 Mar 2027 12:00:00 GMT",
                "/a | digest date | digest: SHA-256=abc~date: Mon, 01 Mar 2027 12:00:00 GMT"
            })
    void theTextIsMadeOfTheNamesInTheirOrder(String target, String headers, String text) {
        String lines = text.replace('~', '\n');
        passes(ask(
                PLAIN,
                target,
                DATE,
                "X-Two: 1",
                "X-Empty:",
                "Digest: SHA-256=abc",
                "x-two: 2",
                field("till", headers, lines)));
    }

    @Test
    void aUserIsReadAsUtf8() {
        String user = new String("käse".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        String signature = sign("HmacSHA256", "ein Schlüssel der Käserei", DATE.replace("Date", "date"));
        passes(ask(PLAIN, "/", DATE, "Authorization: HMAC " + parameters(user, "hmac-sha256", "date", signature)));
    }

    @ParameterizedTest
    @CsvSource({
        "hmac-sha1, HmacSHA1, false",
        "hmac-sha224, HmacSHA224, false",
        "hmac-sha256, HmacSHA256, true",
        "hmac-sha384, HmacSHA384, true",
        "hmac-sha512, HmacSHA512, true"
    })
    void weakAlgorithmsAreForThoseWhoNameThem(String name, String java, boolean usual) {
        String field = "Proxy-Authorization: hmac "
                + parameters("till", name, "date", sign(java, SECRET, DATE.replace("Date", "date")));
        HmacConfig named = config(List.of(), true, false, Algorithm.valueOf(java.replace("HmacSHA", "HMAC_SHA")));
        if (usual) {
            passes(ask(PLAIN, "/", DATE, field));
        } else {
            Exchange x = ask(PLAIN, "/", DATE, field);
            refused(x, Reason.AUTH_INVALID, "invalid_credentials");
            assertThat(x.detail()).isEqualTo("algorithm " + name + ", which is not allowed");
        }
        passes(ask(named, "/", DATE, field));
    }

    /** The same text by another program than Java. */
    @Test
    void opensslSignsTheSame() throws Exception {
        Assumptions.assumeTrue(OpenSslHmac.isThere(), "openssl is not installed");
        String signature = OpenSslHmac.sign(SECRET, text("GET /a HTTP/1.1"));
        passes(ask(
                PLAIN,
                "/a",
                DATE,
                "Authorization: hmac " + parameters("till", "hmac-sha256", "date request-line", signature)));
    }

    @Test
    void withoutASignatureCredentialsAreMissing() {
        refused(
                ask(PLAIN, "/", DATE, "Authorization: Bearer x", "Proxy-Authorization: hmacs x"),
                Reason.AUTH_MISSING,
                "unauthorized");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/b?x=%2f | GOOD | DATE",
                "/a?x=%2F | GOOD | DATE",
                "/a?x=/ | GOOD | DATE",
                "/./a?x=%2f | GOOD | DATE",
                "/a?x=%2f | GOOD | Date: Mon, 01 Mar 2027 12:00:01 GMT",
                "/a?x=%2f | GOOD | X-Date: Mon, 01 Mar 2027 12:00:00 GMT",
                "/a?x=%2f | GOOD~GOOD | DATE",
                "/a?x=%2f | GOOD~Proxy-GOOD | DATE",
                "/a?x=%2f | GOOD | DATE~DATE",
                "/a?x=%2f | GOOD,x=\"y\" | DATE",
                "/a?x=%2f | Authorization: hmac | DATE",
                "/a?x=%2f | Authorization: hmac username=\"till\" | DATE"
            })
    void whatWasNotSignedSoIsRefusedAndNothingIsShown(String target, String credentials, String dates) {
        List<String> fields = new ArrayList<>();
        for (String field : (credentials + "~" + dates).split("~")) {
            fields.add(field.replace("GOOD", GOOD).replace("DATE", DATE));
        }
        Exchange x = ask(PLAIN, target, fields.toArray(String[]::new));
        refused(x, Reason.AUTH_INVALID, "invalid_credentials");
        String signature = GOOD.replaceAll(".*signature=\"([^\"]*)\".*", "$1");
        assertThat(x.detail() + harness.body() + harness.fields()).doesNotContain(signature, SECRET, "till");
    }

    @Test
    void aUserOfNobodyIsAnsweredLikeAWrongSignature() {
        Exchange nobody = ask(PLAIN, "/", DATE, field("nobody", "date", DATE.replace("Date", "date")));
        refused(nobody, Reason.AUTH_INVALID, "invalid_credentials");
        String one = nobody.detail() + harness.body();
        Exchange wrong = ask(PLAIN, "/", DATE, field("till", "date", "date: "));
        refused(wrong, Reason.AUTH_INVALID, "invalid_credentials");
        assertThat(wrong.detail() + harness.body()).isEqualTo(one);
        assertThat(wrong.detail()).isEqualTo("a signature that does not fit, or of nobody");
    }

    @Test
    void aSignatureHasOneFormOnly() {
        String signature = sign("HmacSHA256", SECRET, DATE.replace("Date", "date"));
        char last = signature.charAt(signature.length() - 2);
        for (String other : List.of(
                signature.replace("=", ""),
                signature + "=",
                " " + signature,
                signature.substring(0, signature.length() - 2) + (char) (last + 1) + "=",
                signature.toLowerCase(Locale.ROOT))) {
            String field = "Authorization: hmac " + parameters("till", "hmac-sha256", "date", other);
            refused(ask(PLAIN, "/", DATE, field), Reason.AUTH_INVALID, "invalid_credentials");
        }
    }

    @Test
    void aRequestHoldsForAsLongAsClocksMayDiffer() {
        for (long seconds : new long[] {-300, 0, 300}) {
            now.set(NOW.plusSeconds(seconds));
            passes(ask(PLAIN, "/a?x=%2f", DATE, GOOD));
        }
        ChainHarness after = new ChainHarness();
        for (long seconds : new long[] {-301, 301, 86_400 * 365}) {
            now.set(NOW.plusSeconds(seconds));
            Exchange x = Asked.ask(after, type.create(PLAIN, context), "/a?x=%2f", DATE, GOOD);
            assertThat(after.status()).isEqualTo(401);
            assertThat(x.reason()).isEqualTo(Reason.AUTH_EXPIRED);
            assertThat(after.body())
                    .startsWith("{\"error\":\"date_out_of_range\",\"message\":\"The date of the request is too far");
        }
        assertThat(after.backendCalls()).isZero();
    }

    @Test
    void xDateCountsBeforeDateWhereItIsSigned() {
        String old = "Date: Mon, 01 Mar 2021 12:00:00 GMT";
        String signed = "x-date: Mon, 01 Mar 2027 12:00:00 GMT";
        refused(
                ask(PLAIN, "/", old, DATE.replace("Date", "X-Date"), field("till", "date", old.replace("D", "d"))),
                Reason.AUTH_EXPIRED,
                "date_out_of_range");
        passes(ask(PLAIN, "/", old, "X-Date: Mon, 01 Mar 2027 12:00:00 GMT", field("till", "x-date", signed)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Tue, 01 Mar 2027 12:00:00 GMT",
                "Mon, 01 Mar 2027 12:00:00 UTC",
                "Mon, 1 Mar 2027 12:00:00 GMT",
                "Monday, 01-Mar-27 12:00:00 GMT",
                "Mon Mar  1 12:00:00 2027",
                "mon, 01 mar 2027 12:00:00 gmt",
                "Mon, 29 Feb 2027 12:00:00 GMT",
                "Mon, 01 Mar 2027 24:00:00 GMT",
                "Mon, 01 Mar +999 12:00:00 GMT",
                "2027-03-01T12:00:00Z",
                "99999999999999999999999999999",
                ""
            })
    void otherDatesAreNone(String date) {
        Exchange x = ask(PLAIN, "/", "Date: " + date, field("till", "date", "date: " + date));
        refused(x, Reason.AUTH_INVALID, "invalid_credentials");
        assertThat(x.detail()).isEqualTo("date is no date, or not there once");
    }

    /** Against the JDK's own writer of that form. */
    @Test
    void datesAreReadAsTheyAreWritten() {
        Random random = new Random(42);
        DateTimeFormatter writer = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
                .withZone(ZoneOffset.UTC);
        for (int i = 0; i < 1_000; i++) {
            Instant time = Instant.ofEpochSecond(random.nextLong(0, 253_402_300_800L));
            byte[] bytes = writer.format(time).getBytes(StandardCharsets.US_ASCII);
            assertThat(SignedDate.parse(bytes, 0, bytes.length)).hasValue(time.toEpochMilli());
        }
    }

    @Test
    void whatMustBeSignedMustBeSigned() {
        HmacConfig config = config(List.of("date", "Request-Line"), true, false);
        passes(ask(config, "/a?x=%2f", DATE, GOOD));
        ChainRunner.end(harness.exchange());
        ChainHarness fresh = new ChainHarness();
        Exchange x = Asked.ask(
                fresh, type.create(config, context), "/", DATE, field("till", "date", DATE.replace("D", "d")));
        assertThat(fresh.status()).isEqualTo(401);
        assertThat(x.detail()).isEqualTo("Request-Line is not signed");
    }

    @Test
    void noFieldStandsForTheRequestLineHoweverItIsSpelt() {
        HmacConfig config = config(List.of("request-line"), true, false);
        String forged = field("till", "date Request-Line", text("Request-Line: any"));
        Exchange x = ask(config, "/a?x=%2f", DATE, "Request-Line: any", forged);
        refused(x, Reason.AUTH_INVALID, "invalid_credentials");
        assertThat(x.detail()).isEqualTo("headers: request-line in capitals, which a field could stand for");
    }

    @Test
    void withoutADateASignatureIsTakenOnlyWhereTheConfigurationSaysSo() {
        String field = field("till", "host", "host: test");
        Exchange x = ask(PLAIN, "/", DATE, field);
        refused(x, Reason.AUTH_INVALID, "invalid_credentials");
        assertThat(x.detail()).isEqualTo("neither date nor x-date is signed");
        passes(ask(config(List.of(), false, false), "/", field));
    }

    @Test
    void hidingTakesTheFieldThatWasUsedAndNoOther() {
        HmacConfig config = config(List.of(), true, true);
        Exchange x = ask(
                config,
                "/a?x=%2f",
                DATE,
                GOOD.replace("Authorization", "Proxy-Authorization"),
                "Authorization: Bearer t");
        passes(x);
        assertThat(x.request().headers().toString())
                .contains("Authorization: Bearer t\n")
                .doesNotContain("hmac");
    }

    @Test
    void withoutASignatureTheAnonymousConsumerPassesAndWithAWrongOneNobody() {
        HmacConfig config =
                new HmacConfig(Duration.ofMinutes(5), true, List.of(), List.of(), false, Optional.of("guest"), "api");
        assertThat(ask(config, "/").principal().consumerName()).isEqualTo("guest");
        ChainHarness fresh = new ChainHarness();
        Asked.ask(fresh, type.create(config, context), "/b", DATE, GOOD);
        assertThat(fresh.status()).isEqualTo(401);
    }

    @Test
    void namesAndLengthsAreBounded() {
        String names = "date "
                + String.join(" ", IntStream.range(0, 50).mapToObj(i -> "x" + i).toList());
        for (String headers :
                List.of(names, "date DATE", "date  host", " date", "date ", "date,host", "x".repeat(5_000))) {
            refused(ask(PLAIN, "/", DATE, field("till", headers, "")), Reason.AUTH_INVALID, "invalid_credentials");
        }
        Exchange x = ask(PLAIN, "/", DATE, field("till", "date x-none", DATE.replace("D", "d") + "\nx-none:"));
        refused(x, Reason.AUTH_INVALID, "invalid_credentials");
        assertThat(x.detail()).isEqualTo("headers: a field that the request has not");
    }

    /** Whatever is changed in the field, nothing but what was signed passes, and nothing is thrown. */
    @Test
    void changedFieldsNeverPass() {
        Random random = new Random(4_711);
        Policy policy = type.create(PLAIN, context);
        int start = "Authorization: hmac ".length();
        for (int i = 0; i < 5_000; i++) {
            StringBuilder changed = new StringBuilder(GOOD);
            int at = start + random.nextInt(GOOD.length() - start);
            switch (random.nextInt(3)) {
                case 0 -> changed.setCharAt(at, (char) (0x21 + random.nextInt(0x5e)));
                case 1 -> changed.deleteCharAt(at);
                default -> changed.insert(at, (char) (0x21 + random.nextInt(0x5e)));
            }
            Exchange x = Asked.ask(harness, policy, "/a?x=%2f", DATE, changed.toString());
            boolean same = changed.toString().replace(", ", ",").equals(GOOD.replace(", ", ","));
            assertThat(x.principal().isKnown()).as(changed.toString()).isEqualTo(same);
            assertThat(harness.status()).isIn(same ? List.of(200) : List.of(401));
            ChainRunner.end(x);
        }
    }

    /** The parameters, their texts and the hash; nothing that grows with the request. */
    @Test
    void knowingAClientAllocatesLittle() {
        Policy policy = type.create(config(List.of("date"), true, false), context);
        Exchange x = harness.exchange(policy);
        String[] fields = {DATE, GOOD, "X-Long: " + "x".repeat(2_000)};
        double without = Allocation.perRun(() -> {
            x.request().clear();
            x.principal(Principal.NOBODY);
            Asked.fill(x.request(), "/a?x=%2f", fields);
        });
        double bytes = Allocation.perRun(() -> {
                    x.request().clear();
                    x.principal(Principal.NOBODY);
                    Asked.fill(x.request(), "/a?x=%2f", fields);
                    policy.onRequest(x);
                })
                - without;
        assertThat(x.principal().isKnown()).isTrue();
        assertThat(bytes).isLessThan(8_000);
    }

    @Test
    void refusesWhatCannotWork() {
        for (String name : List.of("X-Consumer-ID", "X-Forwarded-For", "a b", "", "@target")) {
            assertThatThrownBy(() -> type.create(config(List.of(name), true, false), context))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("enforceHeaders: ");
        }
        for (Duration skew : List.of(Duration.ZERO, Duration.ofMillis(999), Duration.ofMinutes(61))) {
            assertThatThrownBy(() -> type.create(
                            new HmacConfig(skew, true, List.of(), List.of(), false, Optional.empty(), "api"), context))
                    .hasMessageStartingWith("clockSkew: ");
        }
    }

    @Test
    void explainsItself() {
        assertThat(type.describe(PLAIN)).isEqualTo("asks for a signature, not older than 300s");
        assertThat(type.describe(new HmacConfig(
                        Duration.ofMinutes(5),
                        false,
                        List.of("date", "host"),
                        List.of(),
                        true,
                        Optional.of("guest"),
                        "api")))
                .isEqualTo("asks for a signature of date, host, which the backend does not see;"
                        + " requests without one pass as guest");
        assertThat(type.stage()).isEqualTo(Stage.AUTHENTICATION);
    }
}
