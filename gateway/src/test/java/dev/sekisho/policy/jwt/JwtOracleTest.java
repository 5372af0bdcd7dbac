package dev.sekisho.policy.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.sekisho.dataplane.ChainHarness;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Policy;
import java.text.ParseException;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Nimbus as the oracle: of tokens by chance, good and bad, both take the same. */
class JwtOracleTest {

    private static final int TOKENS = 1_000;
    private static final ECKey EC = SignedTokens.curve(Curve.P_256);
    private static final JWKSet KEYS = new JWKSet(List.of(SignedTokens.RSA, EC));

    private final Random random = new Random(7519);
    private final ChainHarness harness = new ChainHarness();
    private final JwtSettings settings = new JwtSettings();
    private final Policy policy = settings.policy("{ issuers: [ { issuer: \"" + SignedTokens.ISSUER + "\", jwks: '"
            + SignedTokens.jwks(SignedTokens.RSA, EC) + "' } ], algorithms: [RS256, ES256], audiences: [shop] }");
    private final DefaultJWTProcessor<SecurityContext> oracle = oracle();

    private DefaultJWTProcessor<SecurityContext> oracle() {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256), new ImmutableJWKSet<>(KEYS)));
        JWTClaimsSet exactly =
                new JWTClaimsSet.Builder().issuer(SignedTokens.ISSUER).build();
        DefaultJWTClaimsVerifier<SecurityContext> claims =
                new DefaultJWTClaimsVerifier<>(Set.of("shop"), exactly, Set.of("exp"), Set.of()) {
                    @Override
                    protected Date currentTime() {
                        return Date.from(settings.now);
                    }
                };
        claims.setMaxClockSkew(30);
        processor.setJWTClaimsSetVerifier(claims);
        return processor;
    }

    private boolean oracleTakes(String token) {
        try {
            oracle.process(token, null);
            return true;
        } catch (ParseException | BadJOSEException | JOSEException e) {
            return false;
        }
    }

    private boolean weTake(String token) {
        Exchange x = harness.exchange(policy);
        ChainHarness.field(x.request().headers(), "Authorization", "Bearer " + token);
        ChainRunner.start(x);
        return x.principal().isKnown();
    }

    private String chosen(String... from) {
        return from[random.nextInt(from.length)];
    }

    /** A second near now, mostly one that is good. */
    private long near(int direction) {
        int offset = random.nextInt(4) == 0 ? random.nextInt(-60, 61) : direction * random.nextInt(31, 600);
        return settings.now.getEpochSecond() + offset;
    }

    private String claims() {
        String issuer = random.nextInt(10) == 0 ? chosen("", SignedTokens.ISSUER + "/", "x") : SignedTokens.ISSUER;
        String audience = chosen(
                ",\"aud\":\"shop\"",
                ",\"aud\":[\"a\",\"shop\"]",
                ",\"aud\":\"shop\"",
                ",\"aud\":\"other\"",
                ",\"aud\":[]",
                "");
        String begin = random.nextInt(3) == 0 ? ",\"nbf\":" + near(-1) : "";
        String end = random.nextInt(12) == 0 ? "" : ",\"exp\":" + near(1);
        return "{\"iss\":\"" + issuer + "\",\"sub\":\"u1\"" + audience + begin + end + "}";
    }

    private String signed() {
        String claims = claims();
        return switch (random.nextInt(5)) {
            case 0 -> SignedTokens.es(JWSAlgorithm.ES256, EC, claims);
            case 1 -> SignedTokens.rs256(SignedTokens.OTHER, claims);
            case 2 -> SignedTokens.hs(JWSAlgorithm.HS256, SignedTokens.bytes(SignedTokens.SECRET), claims);
            default -> SignedTokens.rs256(SignedTokens.RSA, claims);
        };
    }

    /** One letter of the alphabet of base64url in place of another, or a part left out. */
    private String damaged(String token) {
        int at = random.nextInt(token.length());
        return switch (random.nextInt(3)) {
            case 0 -> token.substring(0, at);
            case 1 -> token.substring(0, at) + token.substring(at + 1);
            default -> token.substring(0, at) + chosen("A", "b", "9", "-", "_") + token.substring(at + 1);
        };
    }

    @Test
    void bothTakeTheSameTokens() {
        int taken = 0;
        for (int i = 0; i < TOKENS; i++) {
            String token = random.nextInt(5) == 0 ? damaged(signed()) : signed();
            boolean theirs = oracleTakes(token);
            assertThat(weTake(token)).as("token %d: %s", i, token).isEqualTo(theirs);
            taken += theirs ? 1 : 0;
        }
        assertThat(taken).isBetween(TOKENS / 10, TOKENS * 9 / 10);
    }
}
