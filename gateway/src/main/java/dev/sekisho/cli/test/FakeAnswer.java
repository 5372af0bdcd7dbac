package dev.sekisho.cli.test;

import dev.sekisho.model.Property;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How an upstream answers that is played by this program. */
public record FakeAnswer(
        @Property(value = "Status.", defaultValue = "200", min = "200", max = "599")
        int status,

        @Property("Header fields; several of one name as a list.")
        Map<String, List<String>> headers,

        @Property("Body, as UTF-8; left out, empty.") Optional<String> body,

        @Property(value = "Whether it closes the connection in place of an answer.", defaultValue = "false")
        boolean fails) {

    /** 200 without a body. */
    static final FakeAnswer OK = new FakeAnswer(200, Map.of(), Optional.empty(), false);

    /** Checks that it can be sent. */
    public FakeAnswer {
        headers.forEach((name, values) -> {
            if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
                throw new IllegalArgumentException("headers: " + name + " (expected: the name of a header)");
            }
            if (name.equalsIgnoreCase("content-length") || name.equalsIgnoreCase("transfer-encoding")) {
                throw new IllegalArgumentException("headers: " + name + " (expected: none; it follows from the body)");
            }
            if (values.stream().anyMatch(value -> value.chars().anyMatch(c -> c < ' ' && c != '\t'))) {
                throw new IllegalArgumentException("headers: value of " + name + " (expected: no control characters)");
            }
        });
    }
}
