package dev.sekisho.cli.test;

import dev.sekisho.dataplane.identity.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What all players of a rehearsal share while one case after the other runs: its script, who the client is taken for, and
 * what has been seen. Thread-safe.
 */
final class Backstage {

    private Script script = Script.EMPTY;
    private Optional<Principal> principal = Optional.empty();
    private boolean introduced;
    private final List<Received> received = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** A request that an upstream got. */
    record Received(String upstream, Message request) {}

    /** What was seen of a request. */
    record Seen(List<Received> received, List<String> notes, boolean introduced) {}

    /** From now on that case runs. */
    synchronized void set(Script next, Optional<Principal> who) {
        script = next;
        principal = who;
        take();
    }

    /** Gives what was seen since the last call. */
    synchronized Seen take() {
        Seen seen = new Seen(List.copyOf(received), notes.stream().distinct().toList(), introduced);
        received.clear();
        notes.clear();
        introduced = false;
        return seen;
    }

    /** An upstream has got a request; gives how it answers. */
    synchronized FakeAnswer received(String upstream, Message request) {
        received.add(new Received(upstream, request));
        return script.upstreams().getOrDefault(upstream, FakeAnswer.OK);
    }

    /** Somebody is asked by a URL without its query; nothing where no answer is written for it. */
    synchronized Optional<FakeAnswer> asked(String url) {
        Optional<FakeAnswer> answer = Optional.ofNullable(script.elsewhere().get(url));
        if (answer.isEmpty()) {
            notes.add("a policy asked " + url + ", which is not reached; elsewhere may say how it answers");
        }
        return answer;
    }

    /** Tells something that the reader of a report should know. */
    synchronized void note(String text) {
        notes.add(text);
    }

    /** Who the client is taken for; nothing where policies are to find out themselves. */
    synchronized Optional<Principal> principal() {
        return principal;
    }

    /** A policy of authentication has taken the client for that. */
    synchronized void introduced() {
        introduced = true;
    }
}
