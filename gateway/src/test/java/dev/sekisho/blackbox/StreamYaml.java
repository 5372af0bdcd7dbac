package dev.sekisho.blackbox;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Pieces of configuration for streams. */
final class StreamYaml {

    private StreamYaml() {}

    /** One stream to an upstream {@code service} with these targets. */
    static String tcp(String more, TcpServer... targets) {
        return stream(more)
                + Yaml.upstreams(Yaml.upstream(
                        "service",
                        "",
                        Arrays.stream(targets).mapToInt(TcpServer::port).toArray()));
    }

    static String stream(String more) {
        return streams("name: s, address: \"127.0.0.1:0\", to: service" + (more.isEmpty() ? "" : ", " + more));
    }

    static String streams(String... streams) {
        return "streams:\n"
                + Arrays.stream(streams).map(s -> "  - { " + s + " }\n").collect(Collectors.joining());
    }
}
