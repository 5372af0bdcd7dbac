package dev.sekisho.cli;

import dev.sekisho.dataplane.stream.StreamNames;
import dev.sekisho.model.Model;
import dev.sekisho.model.StreamListener;
import dev.sekisho.model.StreamProtocol;
import dev.sekisho.model.Upstream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says which stream takes a connection or datagram, and where it goes, by the tables that serve it. */
final class StreamDecision {

    private static final Pattern URL = Pattern.compile("(tcp|tls|udp)://([^/:\\s]*|\\[[^\\]]*\\])(?::(\\d{1,5}))?/?");

    private final Model model;
    private final PrintWriter out;

    StreamDecision(Model model, PrintWriter out) {
        this.model = model;
        this.out = out;
    }

    /** Whether these words ask for a stream. */
    static boolean isAsked(List<String> words) {
        return words.size() == 1 && words.getFirst().matches("(tcp|tls|udp)://.*");
    }

    /**
     * Prints what becomes of it.
     *
     * @throws IllegalArgumentException where the text is no URL of that form
     */
    void explain(String url) {
        Matcher matcher = URL.matcher(url);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(url + " (expected: tcp://, tls:// or udp://, a name, and :port)");
        }
        StreamProtocol protocol = matcher.group(1).equals("udp") ? StreamProtocol.UDP : StreamProtocol.TCP;
        Optional<Integer> port = Optional.ofNullable(matcher.group(3)).map(Integer::valueOf);
        String name = matcher.group(1).equals("tls") ? matcher.group(2) : "";
        List<StreamListener> found = model.streams().stream()
                .filter(stream -> stream.protocol() == protocol)
                .filter(stream -> port.isEmpty() || stream.address().port() == port.get())
                .toList();
        if (found.isEmpty()) {
            out.println("no stream takes it: " + protocol.name().toLowerCase(Locale.ROOT)
                    + port.map(p -> " on port " + p).orElse(""));
        }
        found.forEach(stream -> explain(stream, name));
    }

    private void explain(StreamListener stream, String name) {
        out.println("stream " + stream.name() + " (" + stream.origin() + "), on " + stream.address());
        StreamNames names = new StreamNames(stream);
        Optional<String> to = names.any() ? names.of(name) : names.others();
        if (names.any()) {
            boolean listed = names.listed(name).isPresent();
            out.println(
                    name.isEmpty()
                            ? "  no name is asked for"
                            : "  the name " + name + (listed ? " is listed" : " is not listed"));
        }
        if (to.isEmpty()) {
            out.println("  closed, since there is no upstream for it (stream.sni)");
        }
        to.ifPresent(this::upstream);
    }

    private void upstream(String name) {
        Optional<Upstream> upstream =
                model.upstreams().stream().filter(u -> u.name().equals(name)).findFirst();
        String by = upstream.map(u ->
                        u.balance().algorithm().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .orElse("nothing");
        out.println("  to upstream " + name + ", by " + by + ":");
        upstream.ifPresent(u -> {
            u.targets()
                    .forEach(target -> out.println("    " + target.address() + (target.backup() ? ", a backup" : "")));
            u.targetsFile().ifPresent(file -> out.println("    and those of " + file));
        });
    }
}
