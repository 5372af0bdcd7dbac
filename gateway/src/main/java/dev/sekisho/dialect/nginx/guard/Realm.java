package dev.sekisho.dialect.nginx.guard;

import dev.sekisho.dialect.nginx.syntax.Directive;
import java.util.Optional;

/** The realm that {@code auth_basic} and {@code auth_jwt} name. */
final class Realm {

    private Realm() {}

    /** The realm; nothing where it cannot stand in a challenge here, which is reported. */
    static Optional<String> of(Directive directive, Notes notes) {
        String realm = directive.arg(0);
        boolean plain = realm.chars().allMatch(c -> c >= ' ' && c <= '~' && c != '"' && c != '\\' && c != '$');
        if (!plain) {
            notes.notHonoured(
                    directive,
                    "has a realm with a variable, a quotation mark, a backslash, or a character that is not ASCII",
                    "write a realm of plain words");
        }
        return plain ? Optional.of(realm) : Optional.empty();
    }
}
