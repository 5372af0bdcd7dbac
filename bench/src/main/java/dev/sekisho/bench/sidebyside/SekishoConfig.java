package dev.sekisho.bench.sidebyside;

/** Native configurations for the runs. */
final class SekishoConfig {

    private SekishoConfig() {}

    /**
     * A configuration with one upstream, {@code backend}.
     *
     * @param accessLog the YAML value of {@code telemetry.accessLog}
     * @param guards further lines of the upstream, indented by four spaces
     * @param routes the items below {@code routes}, indented by two spaces
     */
    static String of(int port, String accessLog, int backendPort, String guards, String routes) {
        return """
                listeners:
                  - { name: http, address: "127.0.0.1:%d" }
                telemetry: { accessLog: %s }
                upstreams:
                  - name: backend
                    targets: [ { address: "127.0.0.1:%d" } ]
                %sroutes:
                %s""".formatted(port, accessLog, backendPort, guards, routes);
    }

    /**
     * A configuration with two upstreams, {@code backend} and {@code other}.
     *
     * @param accessLog the YAML value of {@code telemetry.accessLog}
     * @param routes the items below {@code routes}, indented by two spaces
     */
    static String of(int port, String accessLog, int backendPort, int otherPort, String routes) {
        return """
                listeners:
                  - { name: http, address: "127.0.0.1:%d" }
                telemetry: { accessLog: %s }
                upstreams:
                  - name: backend
                    targets: [ { address: "127.0.0.1:%d" } ]
                  - name: other
                    targets: [ { address: "127.0.0.1:%d" } ]
                routes:
                %s""".formatted(port, accessLog, backendPort, otherPort, routes);
    }

    /**
     * Routes 0 to {@code count - 1}, a third each exact, prefix and template.
     *
     * @param changed the number of the one that leads to {@code other}; none if negative
     */
    static String routes(int count, int changed) {
        StringBuilder text = new StringBuilder(64 * count);
        for (int i = 0; i < count; i++) {
            String path = switch (i % 3) {
                case 0 -> "/exact/r%d/list";
                case 1 -> "/prefix/r%d/*";
                default -> "/template/r%d/{id}";
            };
            text.append("  - { name: r").append(i).append(", match: { path: \"");
            text.append(path.formatted(i)).append("\" }, to: ");
            text.append(i == changed ? "other" : "backend").append(" }\n");
        }
        return text.toString();
    }

    /** A path that route {@code i} of {@link #routes} wins. */
    static String pathOf(int i) {
        return switch (i % 3) {
            case 0 -> "/exact/r" + i + "/list";
            case 1 -> "/prefix/r" + i + "/a/b";
            default -> "/template/r" + i + "/42";
        };
    }
}
