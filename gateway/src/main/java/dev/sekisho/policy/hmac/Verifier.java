package dev.sekisho.policy.hmac;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.identity.Principal;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Decides whether a request was signed as it must be. Immutable, thread-safe. */
final class Verifier {

    private static final List<String> DATES = List.of("x-date", "date");

    private final Signers signers;
    private final Set<HmacConfig.Algorithm> algorithms;
    private final List<String> enforced;
    private final boolean requireDate;
    private final long skewMillis;
    private final InstantSource clock;

    /** The request was signed at a time that is too far away. */
    static final class OutOfRange extends Exception {

        private static final long serialVersionUID = 1;

        OutOfRange() {
            super("date: out of range", null, false, false);
        }
    }

    Verifier(
            Signers signers,
            Set<HmacConfig.Algorithm> algorithms,
            List<String> enforced,
            boolean requireDate,
            long skewMillis,
            InstantSource clock) {
        this.signers = signers;
        this.algorithms = algorithms;
        this.enforced = enforced;
        this.requireDate = requireDate;
        this.skewMillis = skewMillis;
        this.clock = clock;
    }

    /**
     * Who signed the request.
     *
     * @throws BadSignature where nobody did as it must be
     * @throws OutOfRange where the date that was signed is too far from the clock
     */
    Principal verify(RequestHead request, Parameters parameters) throws BadSignature, OutOfRange {
        if (!algorithms.contains(parameters.algorithm())) {
            throw new BadSignature("algorithm " + parameters.algorithm() + ", which is not allowed");
        }
        String missing = parameters.missing(enforced).orElse("");
        if (!missing.isEmpty()) {
            throw new BadSignature(missing + " is not signed");
        }
        date(request.headers(), parameters);
        Signers.Signer signer = signers.find(parameters.username());
        KeyedHash hash = KeyedHash.of(parameters.algorithm(), signer.key());
        SigningText.feed(request, parameters.signed(), hash);
        boolean fits = hash.fits(parameters.signature());
        if (!fits || !signer.isKnown()) {
            throw new BadSignature("a signature that does not fit, or of nobody");
        }
        return signer.principal();
    }

    private void date(Headers headers, Parameters parameters) throws BadSignature, OutOfRange {
        for (String name : DATES) {
            if (parameters.missing(List.of(name)).isEmpty()) {
                int field = SigningText.only(headers, Ascii.bytes(name));
                OptionalLong millis = field < 0
                        ? OptionalLong.empty()
                        : SignedDate.parse(headers.bytes(), headers.valueStart(field), headers.valueEnd(field));
                if (millis.isEmpty()) {
                    throw new BadSignature(name + " is no date, or not there once");
                }
                if (Math.abs(clock.millis() - millis.getAsLong()) > skewMillis) {
                    throw new OutOfRange();
                }
                return;
            }
        }
        if (requireDate) {
            throw new BadSignature("neither date nor x-date is signed");
        }
    }
}
