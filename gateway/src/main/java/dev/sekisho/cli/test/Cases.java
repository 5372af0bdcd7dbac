package dev.sekisho.cli.test;

import dev.sekisho.model.Property;
import java.util.List;
import java.util.Map;

/** A file of cases. */
public record Cases(
        @Property("The cases, in the order in which they are run, in one gateway.")
        List<Case> cases,

        @Property("How upstreams answer, by their names, where a case does not say; left out, 200 without a body.")
        Map<String, FakeAnswer> upstreams,

        @Property(
                "How others are played that policies ask by URL (introspection, key sets), by the URL without its query.")
        Map<String, FakeAnswer> elsewhere) {}
