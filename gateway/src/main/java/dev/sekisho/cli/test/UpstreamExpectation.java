package dev.sekisho.cli.test;

import dev.sekisho.model.Property;
import dev.sekisho.model.ValuePattern;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an upstream must have got; what is not given may be anything. */
public record UpstreamExpectation(
        @Property(value = "Whether any upstream is asked.", defaultValue = "true")
        boolean asked,

        @Property("Name of the upstream.") Optional<String> name,

        @Property(value = "How many requests it got, retries included.", min = "1")
        Optional<Integer> requests,

        @Property("Method.") Optional<String> method,
        @Property("Path, without query.") Optional<String> path,

        @Property("Query parameters: a value, * for present, !* for absent, or ~ and a regular expression.")
        Map<String, ValuePattern> query,

        @Property("Header fields, in the same forms.") Map<String, ValuePattern> headers,
        @Property("Body, in the same forms.") Optional<ValuePattern> body,

        @Property("Texts that the body must hold.") List<String> bodyContains) {}
