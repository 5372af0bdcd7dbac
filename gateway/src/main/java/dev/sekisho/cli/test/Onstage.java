package dev.sekisho.cli.test;

import dev.sekisho.cli.test.Backstage.Seen;
import dev.sekisho.cli.test.CaseClient.Destination;
import dev.sekisho.dataplane.identity.Consumers;
import dev.sekisho.dataplane.identity.KnownConsumer;
import dev.sekisho.dataplane.identity.Principal;
import dev.sekisho.model.Listener;
import dev.sekisho.model.Model;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Runs cases in a {@link Rehearsal} of a configuration: one gateway for all of them, so that limits count. */
final class Onstage implements CaseRunner {

    private final CaseClient client =
            new CaseClient(false); // certificates are the gateway's own, of whatever authority
    private final Backstage stage = new Backstage();
    private final Rehearsal rehearsal;
    private final Consumers consumers;

    /** Builds the gateway; throws as {@link Rehearsal#Rehearsal}. */
    Onstage(Model model) throws IOException {
        this.rehearsal = new Rehearsal(model, stage);
        this.consumers = Consumers.of(model.consumers(), model.plans());
    }

    @Override
    public CaseResult run(Cases file, Case one) throws InterruptedException {
        long start = System.nanoTime();
        Comparison comparison = new Comparison();
        Set<String> notes = new TreeSet<>();
        Optional<Destination> to = destination(one.request(), comparison);
        for (int i = 0;
                to.isPresent() && i < one.repeat() && comparison.differences().isEmpty();
                i++) {
            stage.set(Script.of(file, one), one.principal().map(this::principal));
            once(one, to.get(), comparison, notes);
        }
        return new CaseResult(
                one.name(),
                one.origin(),
                comparison.differences(),
                List.copyOf(notes),
                Optional.empty(),
                Duration.ofNanos(System.nanoTime() - start));
    }

    private void once(Case one, Destination to, Comparison comparison, Set<String> notes) throws InterruptedException {
        rehearsal.forget();
        Message answer;
        try {
            answer = client.send(one.request(), to);
        } catch (IOException e) {
            comparison.differs("answer", "one", "none: " + e.getMessage());
            return;
        }
        Optional<Outcome> outcome = rehearsal.outcome();
        Seen seen = stage.take();
        notes.addAll(seen.notes());
        decisions(one, outcome, seen, comparison);
        AnswerComparison.compare(one.expect(), answer, comparison);
        String service = outcome.map(Outcome::service).orElse("");
        one.expect()
                .upstream()
                .ifPresent(expected -> new UpstreamComparison(expected, comparison).compare(seen.received(), service));
    }

    private static void decisions(Case one, Optional<Outcome> outcome, Seen seen, Comparison comparison) {
        Optional<String> route = outcome.flatMap(Outcome::route);
        one.expect().route().ifPresent(name -> {
            boolean none = name.equals("none") && route.isEmpty();
            if (!none) {
                comparison.equal("route", Optional.of(name), route);
            }
        });
        comparison.equal("reason", one.expect().reason(), outcome.map(Outcome::reason));
        if (one.principal().isPresent() && !seen.introduced() && route.isPresent()) {
            comparison.differs(
                    "principal",
                    "a policy that finds out who the client is",
                    "none of route " + route.get() + " was asked");
        }
    }

    private Principal principal(CasePrincipal given) {
        Optional<KnownConsumer> consumer = given.consumer().flatMap(consumers::named);
        Set<String> groups = new HashSet<>(given.groups());
        consumer.ifPresent(known -> groups.addAll(known.groups()));
        String subject = given.subject().or(given::consumer).orElseThrow();
        return new Principal(
                "case", subject, consumer, subject, groups, Set.copyOf(given.scopes()), Map.copyOf(given.claims()));
    }

    private Optional<Destination> destination(CaseRequest request, Comparison comparison) {
        Optional<Listener> listener = listener(rehearsal.model(), request);
        if (listener.isEmpty()) {
            comparison.differs("listener", "one for the request", "none of the configuration");
            return Optional.empty();
        }
        try {
            InetSocketAddress address = rehearsal.address(listener.get());
            return Optional.of(new Destination(address, listener.get().tls().isPresent(), true, "localhost"));
        } catch (IOException | IllegalArgumentException e) {
            comparison.differs("listener", listener.get().name() + " to be opened", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** The listener that a request arrives at; nothing where there is none. */
    static Optional<Listener> listener(Model model, CaseRequest request) {
        return model.listeners().stream()
                .filter(listener -> request.listener().isPresent()
                        ? listener.name().equals(request.listener().get())
                        : !request.isAbsolute() || listener.tls().isPresent() == request.isSecure())
                .findFirst();
    }

    /** Names of stores that policies wanted and did not get. */
    List<String> stores() {
        return rehearsal.stores();
    }

    @Override
    public void close() {
        rehearsal.close();
    }
}
