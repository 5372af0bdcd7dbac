package dev.sekisho.tls.ocsp;

import dev.sekisho.dataplane.listener.tls.Staple;
import dev.sekisho.dataplane.listener.tls.Staple.Question;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The response about one certificate, wherever it is shown. Thread-safe. */
final class Upkeep {

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final int MOST_DOUBLINGS = 10;

    private final Question question;
    private List<Staple> shown;
    private byte @Nullable [] response;
    private @Nullable OcspResponse content;
    private int failures; // in a row
    private boolean ended;

    Upkeep(Question question, List<Staple> shown) {
        this.question = question;
        this.shown = List.copyOf(shown);
    }

    /** It is shown there from now on. */
    synchronized void show(List<Staple> next) {
        shown = List.copyOf(next);
        byte[] known = response;
        if (known != null) {
            shown.forEach(staple -> staple.show(known));
        }
    }

    synchronized void end() {
        ended = true;
    }

    synchronized boolean isEnded() {
        return ended;
    }

    /** Asks, waits, and shows what is good; whether it is. */
    boolean ask(Fetch fetch) throws InterruptedException {
        String name = question.certificate().getSubjectX500Principal().getName();
        try {
            URI responder = OcspRequest.responder(question.certificate())
                    .orElseThrow(
                            () -> new IOException("the certificate names no responder (expected: an OCSP address)"));
            byte[] answer = fetch.ask(responder, OcspRequest.about(question.certificate(), question.issuer()));
            OcspResponse read = OcspResponse.read(answer, question.certificate().getSerialNumber());
            if (read.state() == OcspResponse.State.REVOKED) {
                LOG.error("{}: the authority says that this certificate is revoked", name);
                drop();
                return false;
            }
            Verification.check(question, answer);
            keep(answer, read);
            return true;
        } catch (IOException | RuntimeException e) {
            failed(name, e, Instant.now());
            return false;
        }
    }

    private synchronized void keep(byte[] answer, OcspResponse read) {
        response = answer;
        content = read;
        failures = 0;
        shown.forEach(staple -> staple.show(answer));
    }

    /** A response that says revoked is shown to nobody; who wants to know can ask. */
    private synchronized void drop() {
        failures++;
        forget();
    }

    private synchronized void failed(String name, Exception why, Instant now) {
        failures++;
        OcspResponse last = content;
        boolean usable = last != null && last.nextUpdate().filter(now::isBefore).isPresent();
        LOG.warn(
                "{}: no OCSP response, {}: {}",
                name,
                usable ? "the last one stays in use" : "none is stapled",
                String.valueOf(why.getMessage()));
        if (!usable) {
            forget();
        }
    }

    private void forget() {
        response = null;
        content = null;
        shown.forEach(Staple::clear);
    }

    /** How long to wait before the next question: half of the response's time; after a failure a little, then more. */
    synchronized Duration pause(Stapler.Pace pace) {
        OcspResponse last = content;
        Instant now = Instant.now();
        Duration wanted = pace.most();
        if (failures > 0) {
            wanted = pace.least().multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        } else if (last != null && last.nextUpdate().isPresent()) {
            Duration whole =
                    Duration.between(last.thisUpdate(), last.nextUpdate().get());
            wanted = Duration.between(now, last.thisUpdate().plus(whole.dividedBy(2)));
        }
        if (last != null && last.nextUpdate().isPresent()) {
            Duration left = Duration.between(now, last.nextUpdate().get()); // at its end it must go
            wanted = wanted.compareTo(left) > 0 ? left : wanted;
        }
        wanted = wanted.compareTo(pace.most()) > 0 ? pace.most() : wanted;
        return wanted.compareTo(pace.least()) < 0 ? pace.least() : wanted;
    }
}
