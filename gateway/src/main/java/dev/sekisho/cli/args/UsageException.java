package dev.sekisho.cli.args;

/** The command line is wrong; the message says what, and what was expected. */
public final class UsageException extends Exception {

    private static final long serialVersionUID = 1;

    /** With this message. */
    public UsageException(String message) {
        super(message);
    }

    /** What is wrong. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
