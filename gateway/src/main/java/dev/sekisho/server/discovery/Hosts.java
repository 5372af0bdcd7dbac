package dev.sekisho.server.discovery;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The names of a hosts(5) file. */
final class Hosts {

    static final Hosts NONE = new Hosts(Map.of());

    private final Map<String, List<InetAddress>> names;

    private Hosts(Map<String, List<InetAddress>> names) {
        this.names = names;
    }

    /** Reads the text of the file; a line without an address is passed over. */
    static Hosts parse(String text) {
        Map<String, List<InetAddress>> names = new HashMap<>();
        for (String line : text.lines().toList()) {
            String bare = line.replaceFirst("#.*", "").strip();
            List<String> words = Arrays.asList(bare.split("\\s+"));
            try {
                InetAddress address = InetAddress.ofLiteral(words.getFirst());
                for (String name : words.subList(1, words.size())) {
                    names.computeIfAbsent(fold(name), _ -> new ArrayList<>()).add(address);
                }
            } catch (IllegalArgumentException _) {
                // empty, or nothing that a name could stand for
            }
        }
        return new Hosts(names);
    }

    /**
     * The addresses of a name; empty where DNS has to be asked. {@code localhost} and names below it are always this host
     * (RFC 6761 section 6.3).
     */
    List<InetAddress> addresses(String host) {
        String name = fold(host);
        List<InetAddress> found = names.getOrDefault(name, List.of());
        boolean local = name.equals("localhost") || name.endsWith(".localhost");
        return found.isEmpty() && local ? List.of(InetAddress.ofLiteral("127.0.0.1")) : List.copyOf(found);
    }

    private static String fold(String name) {
        String folded = name.toLowerCase(Locale.ROOT);
        return folded.endsWith(".") ? folded.substring(0, folded.length() - 1) : folded;
    }
}
