package dev.sekisho.tls.ocsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.dataplane.listener.tls.Staple.Question;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Optional;
import java.util.Random;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Questions and answers as Bouncy Castle reads and writes them; whatever else comes is refused, never taken for one. */
class OcspMessagesTest {

    private static final Instant GREGORIAN = Instant.parse("1600-01-01T00:00:00Z");
    private static final int MUTATIONS = 40_000;
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private static void agree(byte[] bytes, BigInteger serial) {
        OcspResponse ours;
        try {
            ours = OcspResponse.read(bytes, serial);
        } catch (IOException e) {
            return; // refused; any other exception fails the test
        }
        SingleResp theirs = theirs(bytes, serial);
        if (theirs == null) {
            return; // Bouncy Castle refuses more, such as a broken signature algorithm
        }
        if (ours.thisUpdate().isBefore(GREGORIAN)
                || ours.nextUpdate().filter(GREGORIAN::isAfter).isPresent()) {
            return; // Bouncy Castle counts those days by another calendar
        }
        assertThat(ours.thisUpdate()).isEqualTo(theirs.getThisUpdate().toInstant());
        assertThat(ours.nextUpdate())
                .isEqualTo(Optional.ofNullable(theirs.getNextUpdate()).map(Date::toInstant));
        CertificateStatus state = theirs.getCertStatus();
        OcspResponse.State expected = state == CertificateStatus.GOOD
                ? OcspResponse.State.GOOD
                : state instanceof RevokedStatus ? OcspResponse.State.REVOKED : OcspResponse.State.UNKNOWN;
        assertThat(ours.state()).isEqualTo(expected);
        assertThat(state == CertificateStatus.GOOD || state instanceof RevokedStatus || state instanceof UnknownStatus)
                .isTrue();
    }

    private static @Nullable SingleResp theirs(byte[] bytes, BigInteger serial) {
        try {
            BasicOCSPResp basic = (BasicOCSPResp) new OCSPResp(bytes).getResponseObject();
            for (SingleResp single : basic.getResponses()) {
                if (single.getCertID().getSerialNumber().equals(serial)) {
                    single.getThisUpdate();
                    single.getNextUpdate();
                    single.getCertStatus();
                    return single;
                }
            }
            return null;
        } catch (Exception e) { // Bouncy Castle throws what it likes
            return null;
        }
    }

    /** Guided by coverage where JAZZER_FUZZ is set; else each seed under the test's resources once. */
    @FuzzTest(maxDuration = "60s")
    void responses(byte[] bytes) {
        agree(bytes, BigInteger.valueOf(4097));
    }

    @Test
    void answersAreReadAsTheyWereWritten() throws Exception {
        Authority authority = new Authority();
        Question question = authority.issue("http://127.0.0.1/");
        BigInteger serial = question.certificate().getSerialNumber();
        OcspResponse good = OcspResponse.read(authority.good(question, NOW, Duration.ofHours(2)), serial);
        assertThat(good).isEqualTo(new OcspResponse(OcspResponse.State.GOOD, NOW, Optional.of(NOW.plusSeconds(7_200))));
        assertThat(OcspResponse.read(authority.good(question, NOW, Duration.ZERO), serial)
                        .nextUpdate())
                .isEmpty();
        assertThat(OcspResponse.read(authority.revoked(question), serial).state())
                .isEqualTo(OcspResponse.State.REVOKED);
        assertThat(OcspResponse.read(authority.unknown(question), serial).state())
                .isEqualTo(OcspResponse.State.UNKNOWN);
        assertThatThrownBy(() -> OcspResponse.read(authority.unknown(question), BigInteger.ONE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nothing about serial 1");
    }

    @Test
    void errorsAndGarbageAreRefused() {
        for (byte[] bytes : new byte[][] {
            {},
            {0x30},
            {0x30, (byte) 0x80},
            {0x30, 3, 0x0a, 1, 6},
            {0x30, (byte) 0x81, 3, 0x0a, 1, 0},
            {0x30, 3, 0x0a, 1, 0},
            {0x1f, 0}
        }) {
            assertThatThrownBy(() -> OcspResponse.read(bytes, BigInteger.ONE)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void mutatedAnswersAreReadAsBouncyCastleDoesOrRefused() throws Exception {
        Authority authority = new Authority();
        Question question = authority.issue("http://127.0.0.1/");
        byte[][] seeds = {
            authority.good(question, NOW, Duration.ofHours(1)),
            authority.revoked(question),
            authority.unknown(question),
            authority.good(question, NOW, Duration.ZERO)
        };
        Random random = new Random(6);
        int read = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] bytes = seeds[random.nextInt(seeds.length)].clone();
            for (int n = random.nextInt(4); n > 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            agree(bytes, question.certificate().getSerialNumber());
            read += theirs(bytes, question.certificate().getSerialNumber()) == null ? 0 : 1;
        }
        assertThat(read).as("or the answers are too broken to tell anything").isGreaterThan(MUTATIONS / 4);
    }

    @Test
    void questionsAreThoseOfBouncyCastle() throws Exception {
        Authority authority = new Authority();
        for (int i = 0; i < 5; i++) {
            Question question = authority.issue("http://127.0.0.1/");
            byte[] request = OcspRequest.about(question.certificate(), question.issuer());
            assertThat(Authority.asked(request)).isEqualTo(authority.id(question));
        }
    }

    @Test
    void theResponderIsTheOneThatTheCertificateNames() throws Exception {
        Authority authority = new Authority();
        assertThat(OcspRequest.responder(
                        authority.issue("http://ocsp.test:81/x").certificate()))
                .hasValueSatisfying(uri -> assertThat(uri).hasToString("http://ocsp.test:81/x"));
        assertThat(OcspRequest.responder(authority.issue("").certificate())).isEmpty();
        assertThatThrownBy(() ->
                        OcspRequest.responder(authority.issue("http://a b").certificate()))
                .isInstanceOf(IOException.class);
        Random random = new Random(3);
        byte[] extension = authority.issue("http://ocsp.test/").certificate().getExtensionValue("1.3.6.1.5.5.7.1.1");
        for (int i = 0; i < MUTATIONS / 4; i++) {
            byte[] bytes = extension.clone();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            try {
                OcspRequest.responder(bytes);
            } catch (IOException e) {
                // refused; any other exception fails the test
            }
        }
    }
}
