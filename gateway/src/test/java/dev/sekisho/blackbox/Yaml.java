package dev.sekisho.blackbox;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Pieces of configuration. */
final class Yaml {

    private Yaml() {}

    /** One listener, one upstream {@code service} with these targets, one route {@code all} for every path. */
    static String proxy(RawUpstream... targets) {
        return listener("") + upstreams(upstream("service", "", ports(targets))) + ALL;
    }

    static final String ALL = "routes: [ { name: all, match: { path: /* }, to: service } ]\n";

    static int[] ports(RawUpstream... targets) {
        return Arrays.stream(targets).mapToInt(RawUpstream::port).toArray();
    }

    /** A listener on a port of the system's choice, with further keys such as {@code limits: { fields: 10 }}. */
    static String listener(String more) {
        return "listeners: [ { name: http, address: \"127.0.0.1:0\"" + (more.isEmpty() ? "" : ", " + more) + " } ]\n";
    }

    static String upstreams(String... upstreams) {
        return "upstreams:\n" + String.join("", upstreams);
    }

    /** An upstream with further keys. */
    static String upstream(String name, String more, int... ports) {
        String targets = Arrays.stream(ports)
                .mapToObj(port -> "{ address: \"127.0.0.1:" + port + "\" }")
                .collect(Collectors.joining(", "));
        return "  - { name: " + name + ", targets: [ " + targets + " ]" + (more.isEmpty() ? "" : ", " + more) + " }\n";
    }

    static String upstream(String name, String more, RawUpstream... targets) {
        return upstream(name, more, ports(targets));
    }

    /** An access log in that file, with further keys. */
    static String log(Path file, String more) {
        return "telemetry: { accessLog: { file: \"" + file + "\"" + (more.isEmpty() ? "" : ", " + more) + " } }\n";
    }

    static String routes(String... routes) {
        return "routes:\n"
                + Arrays.stream(routes).map(r -> "  - { " + r + " }\n").collect(Collectors.joining());
    }
}
