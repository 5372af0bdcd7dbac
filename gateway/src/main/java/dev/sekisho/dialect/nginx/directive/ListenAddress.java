package dev.sekisho.dialect.nginx.directive;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Where a server listens.
 *
 * @param host an IPv4 address, an IPv6 address in brackets, a name, or {@code unix:/path}; {@code 0.0.0.0} for all
 * @param firstPort the port, or the first of a range
 * @param lastPort the port, or the last of a range
 * @param problem why nginx refuses it, in its words; empty where it does not
 */
public record ListenAddress(String host, int firstPort, int lastPort, String problem) {

    private static final int HTTP = 80;
    private static final String ANY = "0.0.0.0";

    /** Reads the first argument of {@code listen}: a port, an address, both, or a socket's path. */
    public static ListenAddress of(String text) {
        boolean port = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9' || c == '-');
        Address address = Address.of(port ? "*:" + text : text);
        String host =
                address.host().equals("*") ? ANY : address.host().equals("localhost") ? "127.0.0.1" : address.host();
        boolean default80 = address.port() == 0 && !address.isUnix();
        return new ListenAddress(
                host, default80 ? HTTP : address.port(), default80 ? HTTP : address.lastPort(), address.problem());
    }

    /** Whether it is every address of its family. */
    public boolean isAny() {
        return host.equals(ANY) || host.equals("[::]");
    }

    /** Each address with its port, as nginx writes them in messages. */
    public List<String> addresses() {
        if (host.startsWith("unix:")) {
            return List.of(host);
        }
        return IntStream.rangeClosed(firstPort, lastPort)
                .mapToObj(port -> host + ":" + port)
                .toList();
    }
}
