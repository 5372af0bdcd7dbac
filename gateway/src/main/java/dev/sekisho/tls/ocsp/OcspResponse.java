package dev.sekisho.tls.ocsp;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What stands in a response (RFC 6960 section 4.2) about one certificate. Nothing of it is believed yet: who signed it, and
 * whether it is for that certificate, {@link Verification} finds out.
 *
 * @param state what the authority says of the certificate
 * @param thisUpdate since when that is known
 * @param nextUpdate when more will be known; empty where the response does not say
 */
record OcspResponse(State state, Instant thisUpdate, Optional<Instant> nextUpdate) {

    private static final byte[] BASIC = {0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x01, 0x01}; // 1.3.6.1.5.5.7.48.1.1
    private static final int CONTEXT_0 = 0xa0;
    private static final int GOOD = 0x80;
    private static final int REVOKED = 0xa1;
    private static final int UNKNOWN = 0x82;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    /** What an authority says of a certificate. */
    enum State {
        /** It is not revoked. */
        GOOD,
        /** It is revoked. */
        REVOKED,
        /** The authority does not know it. */
        UNKNOWN
    }

    /**
     * Reads a response.
     *
     * @throws IOException where it is none, tells of an error, or holds nothing about that serial number
     */
    static OcspResponse read(byte[] bytes, BigInteger serial) throws IOException {
        Der file = new Der(bytes);
        Der all = file.enter(Der.SEQUENCE);
        byte[] status = all.enter(Der.ENUMERATED).rest();
        if (file.hasMore() || status.length != 1 || status[0] != 0) {
            String found = status.length == 1 ? "status " + status[0] : "no response";
            throw new IOException("OCSP: " + found + " (expected: 0, successful)");
        }
        Der basic = all.enter(CONTEXT_0).enter(Der.SEQUENCE);
        if (!Arrays.equals(basic.enter(Der.OID).rest(), BASIC)) {
            throw new IOException("OCSP: another kind of response (expected: a basic one)");
        }
        Der data = new Der(basic.enter(Der.OCTET_STRING).rest())
                .enter(Der.SEQUENCE)
                .enter(Der.SEQUENCE);
        if (data.isNext(CONTEXT_0)) {
            data.next(); // version
        }
        data.next(); // who answers
        data.enter(Der.GENERALIZED_TIME); // when
        Der singles = data.enter(Der.SEQUENCE);
        while (singles.hasMore()) {
            Der single = singles.enter(Der.SEQUENCE);
            if (serial(single.enter(Der.SEQUENCE)).equals(serial)) {
                return read(single);
            }
        }
        throw new IOException("OCSP: nothing about serial " + serial.toString(16) + " (expected: its state)");
    }

    private static BigInteger serial(Der id) throws IOException {
        id.enter(Der.SEQUENCE);
        id.enter(Der.OCTET_STRING);
        id.enter(Der.OCTET_STRING);
        byte[] number = id.enter(Der.INTEGER).rest();
        if (number.length == 0) {
            throw new IOException("OCSP: empty serial number (expected: an integer)");
        }
        return new BigInteger(number);
    }

    private static OcspResponse read(Der single) throws IOException {
        State state = single.isNext(GOOD) ? State.GOOD : single.isNext(REVOKED) ? State.REVOKED : State.UNKNOWN;
        if (state == State.UNKNOWN) {
            single.enter(UNKNOWN);
        } else {
            single.next();
        }
        Instant since = time(single);
        Optional<Instant> next = single.isNext(CONTEXT_0) ? Optional.of(time(single.next())) : Optional.empty();
        return new OcspResponse(state, since, next);
    }

    /** RFC 5280 section 4.1.2.5.2: to the second, in UTC. */
    private static Instant time(Der from) throws IOException {
        String text = new String(from.enter(Der.GENERALIZED_TIME).rest(), StandardCharsets.US_ASCII);
        try {
            return LocalDateTime.parse(text, TIME).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new IOException("OCSP: time (expected: YYYYMMDDHHMMSSZ)", e);
        }
    }
}
