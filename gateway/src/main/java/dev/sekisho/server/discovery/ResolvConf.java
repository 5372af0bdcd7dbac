package dev.sekisho.server.discovery;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The settings of resolv.conf(5) that name look-ups need.
 *
 * @param servers in the order in which they are asked
 * @param search domains to append to short names; the last of its lines counts
 * @param ndots dots from which on a name is tried as it is first; 1 by default, 15 at most
 * @param attempts rounds over the servers; 2 by default, 5 at most
 */
record ResolvConf(List<InetSocketAddress> servers, List<String> search, int ndots, int attempts) {

    static final ResolvConf NONE = new ResolvConf(List.of(), List.of(), 1, 2);
    private static final int PORT = 53;
    private static final int MAX_SERVERS = 3; // MAXNS of the C library

    /** Reads the text of the file; lines that are not understood are passed over, as the C library does. */
    static ResolvConf parse(String text) {
        List<InetSocketAddress> servers = new ArrayList<>();
        List<String> search = List.of();
        int ndots = NONE.ndots;
        int attempts = NONE.attempts;
        for (String line : text.lines().toList()) {
            List<String> words = Arrays.asList(line.strip().split("\\s+"));
            List<String> values = words.subList(1, words.size());
            switch (words.getFirst()) {
                case "nameserver" -> values.stream().limit(1).forEach(value -> server(value, servers));
                case "search", "domain" -> search = List.copyOf(values);
                case "options" -> {
                    ndots = option("ndots:", values, ndots, 15);
                    attempts = Math.max(1, option("attempts:", values, attempts, 5));
                }
                default -> {}
            }
        }
        return new ResolvConf(List.copyOf(servers), search, ndots, attempts);
    }

    private static void server(String text, List<InetSocketAddress> servers) {
        try {
            if (servers.size() < MAX_SERVERS) {
                servers.add(new InetSocketAddress(InetAddress.ofLiteral(text), PORT));
            }
        } catch (IllegalArgumentException _) {
            // no address, so no server
        }
    }

    private static int option(String name, List<String> values, int before, int most) {
        return values.stream()
                .filter(value -> value.startsWith(name))
                .map(value -> value.substring(name.length()))
                .filter(digits -> digits.matches("\\d{1,9}"))
                .map(digits -> Math.min(most, Integer.parseInt(digits)))
                .reduce(before, (_, last) -> last);
    }

    /**
     * The names to ask for, in order: a name that ends with a dot is absolute; one with enough dots is tried as it is
     * first, one with fewer is tried with each search domain first.
     */
    List<String> candidates(String host, boolean searching) {
        if (host.endsWith(".")) {
            return List.of(host);
        }
        String absolute = host + ".";
        List<String> names = new ArrayList<>();
        boolean first = host.chars().filter(c -> c == '.').count() >= ndots;
        if (first) {
            names.add(absolute);
        }
        for (String domain : searching ? search : List.<String>of()) {
            String suffix = domain.endsWith(".") ? domain : domain + ".";
            names.add(absolute + (suffix.equals(".") ? "" : suffix));
        }
        if (!first) {
            names.add(absolute);
        }
        return names.stream().distinct().toList();
    }
}
