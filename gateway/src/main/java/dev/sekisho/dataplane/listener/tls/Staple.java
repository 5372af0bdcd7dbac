package dev.sekisho.dataplane.listener.tls;

import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * A response of an authority about a certificate, which is shown to clients with it (RFC 6066 section 8): one from a file, or
 * one that others ask the authority for. Thread-safe: loops read it, one control thread writes it.
 */
public final class Staple {

    private static final byte[] EMPTY = new byte[0];

    private final Optional<Question> question;
    private volatile byte[] response;

    /** About which certificate, and by whom it was issued. */
    public record Question(X509Certificate certificate, X509Certificate issuer) {}

    private Staple(Optional<Question> question, byte[] response) {
        this.question = question;
        this.response = response;
    }

    /** None, now and ever. */
    public static Staple none() {
        return new Staple(Optional.empty(), EMPTY);
    }

    /** The same all the time; not to be changed. */
    public static Staple of(byte[] response) {
        return new Staple(Optional.empty(), response);
    }

    /** None until somebody has asked. */
    public static Staple asked(Question question) {
        return new Staple(Optional.of(question), EMPTY);
    }

    /** What is to be asked; empty where nothing is. */
    public Optional<Question> question() {
        return question;
    }

    /** The response in DER; empty for none; not to be changed. */
    public byte[] response() {
        return response;
    }

    /** Handshakes from now on show this one, which nobody changes any more. */
    public void show(byte[] next) {
        response = next;
    }

    /** Handshakes from now on show none. */
    public void clear() {
        response = EMPTY;
    }
}
