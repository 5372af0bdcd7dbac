package dev.sekisho.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFormsTest {

    /** The content of the octet string of PKCS #8 is the key in its own form; with 2048 bits it starts 26 bytes in. */
    @Test
    void keysOfRsaGetTheirAlgorithm() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2_048);
        PrivateKey key = generator.generateKeyPair().getPrivate();
        byte[] own = Arrays.copyOfRange(key.getEncoded(), 26, key.getEncoded().length);
        assertThat(read("RSA", KeyForms.pkcs8(pem("RSA PRIVATE KEY", own)))).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1"})
    void keysOfCurvesGetTheirCurve(String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        ECPrivateKey key = (ECPrivateKey) generator.generateKeyPair().getPrivate();
        ECPrivateKey read = (ECPrivateKey) read("EC", KeyForms.pkcs8(pem("EC PRIVATE KEY", rfc5915(key))));
        assertThat(read.getS()).isEqualTo(key.getS());
        assertThat(read.getParams().getOrder()).isEqualTo(key.getParams().getOrder());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no key",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
                "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n",
                "-----BEGIN EC PRIVATE KEY-----\nMIMBAAA=\n-----END EC PRIVATE KEY-----\n",
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----\n"
            })
    void whatIsNoneStaysAsItIs(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        assertThat(KeyForms.pkcs8(bytes)).isEqualTo(bytes);
    }

    /** Version, the number itself, and the curve that stands in the algorithm of PKCS #8. */
    private static byte[] rfc5915(ECPrivateKey key) {
        byte[] encoded = key.getEncoded();
        int object = indexOf(encoded, new byte[] {0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x02, 0x01}) + 7;
        byte[] curve = Arrays.copyOfRange(encoded, object, object + 2 + encoded[object + 1]);
        int size = (key.getParams().getOrder().bitLength() + 7) / 8;
        byte[] number = fixed(key.getS(), size);
        byte[] body = join(
                new byte[] {0x02, 0x01, 0x01},
                new byte[] {0x04, (byte) size},
                number,
                new byte[] {(byte) 0xA0, (byte) curve.length},
                curve);
        return join(new byte[] {0x30, (byte) body.length}, body);
    }

    private static byte[] fixed(BigInteger number, int size) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[size];
        int skip = Math.max(0, bytes.length - size);
        System.arraycopy(bytes, skip, fixed, size - (bytes.length - skip), bytes.length - skip);
        return fixed;
    }

    private static int indexOf(byte[] in, byte[] what) {
        for (int i = 0; i + what.length <= in.length; i++) {
            if (Arrays.equals(in, i, i + what.length, what, 0, what.length)) {
                return i;
            }
        }
        throw new AssertionError("not there");
    }

    private static byte[] join(byte[]... parts) {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] pem(String label, byte[] der) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return ("-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static PrivateKey read(String algorithm, byte[] pem) throws Exception {
        String text = new String(pem, StandardCharsets.US_ASCII)
                .replace("-----BEGIN PRIVATE KEY-----", "")
                .replace("-----END PRIVATE KEY-----", "");
        return KeyFactory.getInstance(algorithm)
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(text)));
    }
}
