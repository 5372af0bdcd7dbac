package dev.sekisho.cli.test;

import dev.sekisho.model.Origin;
import dev.sekisho.model.Property;
import java.util.Map;
import java.util.Optional;

/**
 * One request, sent once or several times, and what is expected of each answer.
 *
 * @param origin where it was written
 */
public record Case(
        @Property("Name, for reports.") String name,

        @Property("What the client sends.") CaseRequest request,

        @Property(
                "Who the client is, in place of what policies of authentication would find out; left out, they are asked.")
        Optional<CasePrincipal> principal,

        @Property(value = "How often it is sent.", defaultValue = "1", min = "1", max = "10000")
        int repeat,

        @Property("How upstreams answer, by their names, in this case.")
        Map<String, FakeAnswer> upstreams,

        @Property("How others answer that policies ask, by URL, in this case.")
        Map<String, FakeAnswer> elsewhere,

        @Property("What must come of it; at least one thing.")
        Expectation expect,

        Origin origin) {

    /** Checks that something is expected. */
    public Case {
        if (expect.isNothing()) {
            throw new IllegalArgumentException("expect: nothing (expected: at least one of its settings)");
        }
    }
}
