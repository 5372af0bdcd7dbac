package dev.sekisho.dialect.nginx.syntax;

/** Ends reading, as nginx stops at its first error. */
@SuppressWarnings("serial") // never leaves this package, let alone the process
final class SyntaxFault extends Exception {

    private final transient Message message;

    SyntaxFault(Message message) {
        super(message.text(), null, false, false);
        this.message = message;
    }

    Message message() {
        return message;
    }
}
