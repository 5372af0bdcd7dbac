package dev.sekisho.dialect.nginx.route;

import dev.sekisho.dialect.document.Report;
import dev.sekisho.dialect.nginx.draft.DraftKinds;
import dev.sekisho.dialect.nginx.regex.Re2;
import dev.sekisho.model.Origin;
import java.util.Optional;

/** Regular expressions in the syntax of RE2. */
final class Expressions {

    private Expressions() {}

    /**
     * The form of an expression; nothing where it has none, which is reported.
     *
     * @param what what it stands in, for the message
     */
    static Optional<String> of(Report report, Origin at, String what, String pcre, boolean caseless) {
        return switch (Re2.of(pcre, caseless)) {
            case Re2.Result.Form form -> Optional.of(form.text());
            case Re2.Result.Refused(String reason) -> {
                report.add(
                        DraftKinds.NOT_HONOURED,
                        at,
                        what + ": " + reason + " (expected: an expression in RE2 syntax, whose time is linear)",
                        "");
                yield Optional.empty();
            }
        };
    }
}
