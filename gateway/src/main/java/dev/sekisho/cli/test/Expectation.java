package dev.sekisho.cli.test;

import dev.sekisho.model.Property;
import dev.sekisho.model.ValuePattern;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What must come of a request; what is not given may be anything. */
public record Expectation(
        @Property("Name of the route that takes it; none, as a word, for no route.")
        Optional<String> route,

        @Property(value = "Status of the answer.", min = "100", max = "599")
        Optional<Integer> status,

        @Property("The gateway's reason, as in the access log, such as auth.missing.")
        Optional<String> reason,

        @Property("Header fields of the answer: a value, * for present, !* for absent, or ~ and a regular expression.")
        Map<String, ValuePattern> headers,

        @Property("Body of the answer, in the same forms.") Optional<ValuePattern> body,

        @Property("Texts that the body of the answer must hold.")
        List<String> bodyContains,

        @Property("What the upstream must have got.") Optional<UpstreamExpectation> upstream) {

    private static final Expectation NOTHING = new Expectation(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            List.of(),
            Optional.empty());

    boolean isNothing() {
        return equals(NOTHING);
    }
}
