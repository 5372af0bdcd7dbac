package dev.sekisho.policy.introspection;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.sekisho.policy.FieldNames;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Map;
import java.util.UUID;

/**
 * A signed statement of who asks, a new one for each request since servers may take each only once (RFC 7523 section 3). Immutable,
 * thread-safe.
 */
final class ClientAssertion implements ClientAuthentication {

    private static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /** How long one is good: long enough for its way, and for clocks that differ. */
    private static final Duration GOOD = Duration.ofMinutes(1);

    private final JWSHeader header;
    private final JWSSigner signer;
    private final String id;
    private final String audience;
    private final InstantSource clock;

    private ClientAssertion(JWSHeader header, JWSSigner signer, String id, String audience, InstantSource clock) {
        this.header = header;
        this.signer = signer;
        this.id = id;
        this.audience = audience;
        this.clock = clock;
    }

    /**
     * Those of a client.
     *
     * @throws IllegalArgumentException where secret or key are missing, or not fit for the algorithm
     */
    static ClientAssertion of(IntrospectionConfig.Client client, String id, String audience, InstantSource clock) {
        boolean shared = client.method() == IntrospectionConfig.Method.CLIENT_SECRET_JWT;
        String name = client.algorithm().orElse(shared ? "HS256" : "RS256");
        JWSAlgorithm algorithm = JWSAlgorithm.parse(name);
        boolean known = shared
                ? JWSAlgorithm.Family.HMAC_SHA.contains(algorithm)
                : JWSAlgorithm.Family.RSA.contains(algorithm)
                        || (JWSAlgorithm.Family.EC.contains(algorithm) && !algorithm.equals(JWSAlgorithm.ES256K));
        if (!known) {
            throw new IllegalArgumentException("client.algorithm: " + FieldNames.printable(name) + " (expected: "
                    + (shared ? "HS256, HS384 or HS512" : "RS, PS or ES with 256, 384 or 512") + ")");
        }
        JWSHeader header = new JWSHeader.Builder(algorithm)
                .keyID(client.keyId().orElse(null))
                .build();
        ClientAssertion assertion = new ClientAssertion(header, signer(client, shared), id, audience, clock);
        assertion.tried();
        return assertion;
    }

    private static JWSSigner signer(IntrospectionConfig.Client client, boolean shared) {
        try {
            if (shared) {
                String secret = ClientAuthentication.needed(client, "secret", client.secret());
                return new MACSigner(secret.getBytes(StandardCharsets.UTF_8));
            }
            PrivateKey key = PrivatePem.parse(ClientAuthentication.needed(client, "key", client.key()));
            return key instanceof ECPrivateKey curve ? new ECDSASigner(curve) : new RSASSASigner(key);
        } catch (JOSEException e) {
            throw new IllegalArgumentException(
                    (shared ? "client.secret: too short" : "client.key: a curve that is not known") + " (expected: "
                            + (shared ? "256 bits at least" : "P-256, P-384 or P-521") + ")",
                    e);
        }
    }

    private void tried() {
        try {
            sign();
        } catch (JOSEException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "client: a key that does not fit " + header.getAlgorithm()
                            + " (expected: RSA of 2048 bits, the curve of ES, a secret as long as the hash)",
                    e);
        }
    }

    @Override
    public Map<String, String> headers() {
        return Map.of();
    }

    @Override
    public String parameters() {
        try {
            return Form.further("client_id", id)
                    + Form.further("client_assertion_type", TYPE)
                    + Form.further("client_assertion", sign());
        } catch (JOSEException e) {
            throw new IllegalStateException("an assertion could not be signed", e);
        }
    }

    private String sign() throws JOSEException {
        Instant now = clock.instant();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(id)
                .subject(id)
                .audience(audience)
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(GOOD)))
                .build();
        SignedJWT signed = new SignedJWT(header, claims);
        signed.sign(signer);
        return signed.serialize();
    }
}
