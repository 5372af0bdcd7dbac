package dev.sekisho.dialect.nginx.field;

import dev.sekisho.dialect.nginx.draft.Place;
import dev.sekisho.dialect.nginx.syntax.Directive;
import dev.sekisho.dialect.nginx.syntax.Word;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Arguments of directives in the forms that settings of policies have. */
final class Arguments {

    /** Fields of one connection, and those that frame a body: nobody but the gateway writes them. */
    private static final Set<String> FRAMING = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "te",
            "upgrade",
            "http2-settings",
            "alt-used",
            "expect",
            "host",
            "content-length",
            "transfer-encoding",
            "trailer");

    private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";

    private Arguments() {}

    /** Whether it holds variables. */
    static boolean isVariable(String text) {
        return text.indexOf('$') >= 0;
    }

    /** A name of a field in lower case. */
    static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Whether the gateway itself answers for a field of that name. */
    static boolean isOfGateway(String name) {
        return FRAMING.contains(lower(name));
    }

    /** Whether it is a name of a field at all (RFC 9110 section 5.6.2). */
    static boolean isName(String name) {
        return name.matches(TOKEN);
    }

    /** An argument as the value of a field of a response; nothing, which is reported, where a field cannot have it. */
    static Optional<String> field(Place place, Directive directive, int argument, Findings findings) {
        Word word = directive.args().get(argument);
        return value(directive, text(place, word), findings);
    }

    /** The same of a request. */
    static Optional<String> requestField(Place place, Directive directive, int argument, Findings findings) {
        Word word = directive.args().get(argument);
        return value(directive, requestText(place, word, word.text()), findings);
    }

    private static Optional<String> value(Directive directive, String text, Findings findings) {
        if (text.chars().anyMatch(c -> c < ' ' && c != '\t' || c >= 0x7F)) {
            findings.notHonoured(
                    directive,
                    "has a value that is not of ASCII without control characters, which no field is given here",
                    "write it in ASCII, such as by percent-encoding");
            return Optional.empty();
        }
        return Optional.of(text.strip());
    }

    /** An argument as a text with placeholders. */
    static String text(Place place, Word word) {
        return text(place, word, word.text());
    }

    /** A text with placeholders that is made of an argument. */
    static String text(Place place, Word word, String text) {
        return place.text(text, word.at());
    }

    /** The same where there is no response yet. */
    static String requestText(Place place, Word word, String text) {
        return place.requestText(text, word.at());
    }

    /** Media types of a directive such as {@code gzip_types}, which adds to text/html. */
    static List<String> types(Place place, String name) {
        return Stream.concat(
                        Stream.of("text/html"),
                        place.settings().all(name).stream().flatMap(each -> each.texts().stream()))
                .map(type -> type.equals("*") ? "*/*" : lower(type))
                .filter(type -> type.equals("*/*") || type.matches("[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+"))
                .distinct()
                .toList();
    }
}
