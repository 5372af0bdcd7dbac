package dev.sekisho.policy.jwt;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.policy.BadToken;
import dev.sekisho.policy.StrictJson;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A token as it was sent, taken apart and not yet believed: JWS in compact form (RFC 7515 section 7.1). Five parts, an encrypted
 * token, are refused before any of them is read. Immutable.
 *
 * @param algorithm {@code alg} of its header, to the letter
 * @param kid {@code kid} of its header
 * @param header all parameters of its header
 * @param claims its claims
 * @param payload second part as it was sent, base64url
 * @param signed what the signature covers
 * @param signature third part, decoded; not empty
 */
record CompactToken(
        String algorithm,
        Optional<String> kid,
        Map<String, Object> header,
        Map<String, Object> claims,
        byte[] payload,
        byte[] signed,
        byte[] signature) {

    /**
     * Where a token itself would say which key it is to be verified with: no such token is taken, nothing is fetched. And {@code b64},
     * by which readers may differ on what was signed (RFC 7797 section 7: not in a JWT).
     */
    private static final List<String> NEVER_TAKEN = List.of("jku", "x5u", "jwk", "b64");

    /**
     * Takes a token apart.
     *
     * @throws BadToken where it has another form, names a key of its own, or an extension, none of which is known here (RFC 7515
     *     section 4.1.11)
     */
    static CompactToken parse(byte[] bytes, int start, int end) throws BadToken {
        int first = Ascii.indexOf(bytes, start, end, '.');
        int second = first < 0 ? -1 : Ascii.indexOf(bytes, first + 1, end, '.');
        if (second < 0 || Ascii.indexOf(bytes, second + 1, end, '.') >= 0) {
            throw BadToken.invalid("not three parts");
        }
        if (second + 1 == end) {
            throw BadToken.invalid("no signature");
        }
        Map<String, Object> header = StrictJson.object(StrictBase64.decode(bytes, start, first));
        if (!(header.get("alg") instanceof String algorithm)) {
            throw BadToken.invalid("no algorithm");
        }
        check(header);
        return new CompactToken(
                algorithm,
                Optional.ofNullable((String) header.get("kid")),
                header,
                StrictJson.object(StrictBase64.decode(bytes, first + 1, second)),
                Arrays.copyOfRange(bytes, first + 1, second),
                Arrays.copyOfRange(bytes, start, second),
                StrictBase64.decode(bytes, second + 1, end));
    }

    private static void check(Map<String, Object> header) throws BadToken {
        if (header.containsKey("crit")) {
            throw BadToken.invalid("an extension that must be understood");
        }
        for (String name : NEVER_TAKEN) {
            if (header.containsKey(name)) {
                throw BadToken.invalid(name + " in its header");
            }
        }
        if (header.containsKey("kid") && !(header.get("kid") instanceof String)) {
            throw BadToken.invalid("a kid that is no text");
        }
    }
}
