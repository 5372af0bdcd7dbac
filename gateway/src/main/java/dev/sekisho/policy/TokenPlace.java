package dev.sekisho.policy;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.model.Property;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Settings: a place for a token; exactly one of the three. */
public record TokenPlace(
        @Property(
                value = "Header; of Authorization the scheme Bearer, of any other the whole value, or what stands"
                        + " behind Bearer and a blank.",
                example = "Authorization")
        Optional<String> header,

        @Property(value = "Cookie.", example = "access_token")
        Optional<String> cookie,

        @Property(
                value = "Query parameter; masked in the access log. URLs end up in histories: prefer the others.",
                example = "access_token")
        Optional<String> query) {

    /**
     * The places of the settings; of none Authorization with the scheme Bearer.
     *
     * @throws IllegalArgumentException where one of them is none, or several
     */
    public static List<CredentialPlace> places(List<TokenPlace> from) {
        return from.isEmpty()
                ? List.of(bearer())
                : from.stream().map(TokenPlace::place).toList();
    }

    private static CredentialPlace bearer() {
        return new CredentialPlace.Scheme("Bearer", Ascii.bytes("bearer"));
    }

    private CredentialPlace place() {
        Optional<CredentialPlace> inHeader = header.map(TokenPlace::field);
        Optional<CredentialPlace> inCookie = cookie.map(name -> new CredentialPlace.Cookie(
                name, Ascii.bytes(FieldNames.field("from.cookie", name).toString())));
        Optional<CredentialPlace> inQuery = query.map(name -> new CredentialPlace.Parameter(name, Ascii.bytes(name)));
        List<CredentialPlace> named =
                Stream.of(inHeader, inCookie, inQuery).flatMap(Optional::stream).toList();
        if (named.size() != 1) {
            throw new IllegalArgumentException("from: " + (named.isEmpty() ? "nothing" : "several")
                    + " in one place (expected: one of header, cookie and query)");
        }
        return named.getFirst();
    }

    private static CredentialPlace field(String name) {
        HeaderName field = FieldNames.field("from.header", name);
        return field.equals(HeaderName.AUTHORIZATION) ? bearer() : new CredentialPlace.Bearing(field);
    }
}
