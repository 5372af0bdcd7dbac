package dev.sekisho.policy.hmac;

/** A signature that is not taken. Carries no stack, and nothing of the credential. */
final class BadSignature extends Exception {

    private static final long serialVersionUID = 1;

    BadSignature(String why) {
        super(why, null, false, false);
    }

    /** The reason, for {@code explain}. */
    String why() {
        return String.valueOf(getMessage());
    }
}
