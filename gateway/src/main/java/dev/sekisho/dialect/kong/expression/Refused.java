package dev.sekisho.dialect.kong.expression;

/** An expression that is none, or that the model cannot express; the message says which part. */
final class Refused extends RuntimeException {

    private final String fix;

    Refused(String message, String fix) {
        super(message, null, false, false);
        this.fix = fix;
    }

    String fix() {
        return fix;
    }
}
