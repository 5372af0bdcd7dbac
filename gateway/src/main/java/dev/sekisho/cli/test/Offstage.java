package dev.sekisho.cli.test;

import dev.sekisho.cli.test.CaseClient.Destination;
import dev.sekisho.cli.test.CaseResult.Difference;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs cases against a gateway that serves elsewhere: answers can be compared, what goes on behind it cannot. */
final class Offstage implements CaseRunner {

    private final CaseClient client;
    private final Destination destination;

    /**
     * Against the gateway at a URL.
     *
     * @param verify whether its certificate must be good
     */
    Offstage(URI url, boolean verify) {
        boolean secure = url.getScheme().equals("https");
        int port = url.getPort() > 0 ? url.getPort() : secure ? 443 : 80;
        this.client = new CaseClient(verify);
        this.destination =
                new Destination(new InetSocketAddress(url.getHost(), port), secure, false, url.getRawAuthority());
    }

    @Override
    public CaseResult run(Cases file, Case one) {
        long start = System.nanoTime();
        if (one.principal().isPresent()) {
            return result(
                    one, List.of(), List.of(), Optional.of("principal: nobody is taken at their word there"), start);
        }
        List<Difference> differences = List.of();
        for (int i = 0; i < one.repeat() && differences.isEmpty(); i++) {
            differences = once(one);
        }
        return result(one, differences, notes(file, one), Optional.empty(), start);
    }

    private List<Difference> once(Case one) {
        Comparison comparison = new Comparison();
        try {
            Message answer = client.send(one.request(), destination);
            AnswerComparison.compare(one.expect(), answer, comparison);
        } catch (IOException e) {
            comparison.differs("answer", "one", "none: " + e.getMessage());
        }
        return comparison.differences();
    }

    /** What the case says and cannot be held to there. */
    private static List<String> notes(Cases file, Case one) {
        List<String> left = new ArrayList<>();
        one.expect().route().ifPresent(_ -> left.add("expect.route"));
        one.expect().reason().ifPresent(_ -> left.add("expect.reason"));
        one.expect().upstream().ifPresent(_ -> left.add("expect.upstream"));
        if (!one.request().client().equals("127.0.0.1")) {
            left.add("request.client");
        }
        Script script = Script.of(file, one);
        if (!script.upstreams().isEmpty() || !script.elsewhere().isEmpty()) {
            left.add("answers of upstreams");
        }
        return left.isEmpty() ? List.of() : List.of("not looked at there: " + String.join(", ", left));
    }

    private static CaseResult result(
            Case one, List<Difference> differences, List<String> notes, Optional<String> skipped, long start) {
        return new CaseResult(
                one.name(), one.origin(), differences, notes, skipped, Duration.ofNanos(System.nanoTime() - start));
    }

    @Override
    public void close() {}
}
