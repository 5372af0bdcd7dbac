package dev.sekisho.cli.test;

import dev.sekisho.cli.test.Backstage.Received;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Compares what upstreams got with what was expected. */
final class UpstreamComparison {

    private final UpstreamExpectation expected;
    private final Comparison comparison;

    UpstreamComparison(UpstreamExpectation expected, Comparison comparison) {
        this.expected = expected;
        this.comparison = comparison;
    }

    /**
     * Compares.
     *
     * @param service upstreams of the route, by which the request is told from those that policies make
     */
    void compare(List<Received> all, String service) {
        List<Received> meant = all.stream()
                .filter(received -> isMeant(received.upstream(), service))
                .toList();
        if (!expected.asked()) {
            if (!meant.isEmpty()) {
                Received first = meant.getFirst();
                comparison.differs(
                        "upstream",
                        "not asked",
                        first.upstream() + " got "
                                + Comparison.quoted(first.request().line()));
            }
        } else if (meant.isEmpty()) {
            String others = String.join(
                    " and ", all.stream().map(Received::upstream).distinct().toList());
            comparison.differs("upstream", expected.name().orElse("asked"), others.isEmpty() ? "not asked" : others);
        } else {
            comparison.equal("upstream.requests", expected.requests(), Optional.of(meant.size()));
            request(meant.getLast());
        }
    }

    private boolean isMeant(String upstream, String service) {
        return expected.name()
                .map(upstream::equals)
                .orElseGet(() -> service.isEmpty()
                        || !expected.asked()
                        || Arrays.asList(service.split("\\|")).contains(upstream));
    }

    private void request(Received received) {
        Message message = received.request();
        String target = message.target();
        int query = target.indexOf('?');
        comparison.equal("upstream.method", expected.method(), Optional.of(message.method()));
        comparison.equal(
                "upstream.path", expected.path(), Optional.of(query < 0 ? target : target.substring(0, query)));
        String parameters = query < 0 ? "" : target.substring(query + 1);
        comparison.values("upstream.query", expected.query(), name -> parameter(parameters, name));
        comparison.values("upstream.headers", expected.headers(), message::value);
        expected.body().ifPresent(pattern -> comparison.value("upstream.body", pattern, body(message)));
        comparison.contains("upstream.body", expected.bodyContains(), message.text());
    }

    /** An empty body is none. */
    static Optional<String> body(Message message) {
        return message.body().length == 0 ? Optional.empty() : Optional.of(message.text());
    }

    /** The first value of a parameter, decoded. */
    private static Optional<String> parameter(String query, String name) {
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            if (!pair.isEmpty() && decoded(key).equals(name)) {
                return Optional.of(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
        return Optional.empty();
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // as it was sent
        }
    }
}
