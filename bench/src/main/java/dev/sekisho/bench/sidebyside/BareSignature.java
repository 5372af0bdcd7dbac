package dev.sekisho.bench.sidebyside;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;

/** What the JDK takes to verify one signature with RS256 and nothing else, the least that a token costs which is new. */
final class BareSignature {

    private static final int WARM_UP = 20_000;

    private BareSignature() {}

    /**
     * CPU time of this thread per verification, µs.
     *
     * @param time how long to measure
     */
    static double micros(Credentials credentials, Duration time) throws IOException {
        try {
            Signature verifier = Signature.getInstance("SHA256withRSA");
            for (int i = 0; i < WARM_UP; i++) {
                verify(verifier, credentials);
            }
            return measure(verifier, credentials, time);
        } catch (GeneralSecurityException e) {
            throw new IOException("no signature could be verified: " + e, e);
        }
    }

    private static double measure(Signature verifier, Credentials credentials, Duration time)
            throws GeneralSecurityException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long deadline = System.nanoTime() + time.toNanos();
        long before = threads.getCurrentThreadCpuTime();
        int count = 0;
        while (System.nanoTime() < deadline) {
            verify(verifier, credentials);
            count++;
        }
        return (threads.getCurrentThreadCpuTime() - before) / 1e3 / Math.max(1, count);
    }

    private static void verify(Signature verifier, Credentials credentials) throws GeneralSecurityException {
        verifier.initVerify(credentials.key());
        verifier.update(credentials.signed());
        if (!verifier.verify(credentials.signature())) {
            throw new GeneralSecurityException("the token's signature is not good");
        }
    }
}
