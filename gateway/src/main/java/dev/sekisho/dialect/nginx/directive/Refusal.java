package dev.sekisho.dialect.nginx.directive;

import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.syntax.Word;
import dev.sekisho.model.Origin;

/** nginx would refuse a directive. */
@SuppressWarnings("serial") // never leaves this package
final class Refusal extends Exception {

    private final transient Origin at;

    /** With all that nginx says, and where that is. */
    Refusal(String message, Origin at) {
        super(message, null, false, false);
        this.at = at;
    }

    /** {@code invalid parameter "x"}. */
    static Refusal of(String message, Word word) {
        return new Refusal(message + " \"" + word.text() + "\"", word.at());
    }

    /** {@code "name" directive is duplicate}. */
    static Refusal own(Directive directive, String message) {
        return new Refusal("\"" + directive.name() + "\" directive " + message, directive.at());
    }

    Origin at() {
        return at;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
