package dev.sekisho.bench.sidebyside;

/** Native configurations for the runs. */
final class SekishoConfig {

    private SekishoConfig() {}

    /**
     * A configuration with one upstream, {@code backend}, and one route to it.
     *
     * @param accessLog the YAML value of {@code telemetry.accessLog}
     * @param guards further lines of the upstream, indented by four spaces
     * @param work what is asked of clients
     */
    static String of(int port, String accessLog, String guards, Work work, Setup setup) {
        return """
                listeners:
                  - name: http
                    address: "127.0.0.1:%d"
                    timeouts: { idle: 1h }
                %stelemetry: { accessLog: %s }
                upstreams:
                  - name: backend
                    targets: [ { address: "127.0.0.1:%d" } ]
                %s%s%sroutes:
                  - { name: all, match: { path: /* }, to: backend }
                """.formatted(
                        port,
                        listener(work, setup),
                        accessLog,
                        setup.backendPort(),
                        setup.wire() == Wire.GRPC ? "    protocol: http2\n" : "",
                        guards,
                        policy(work, setup));
    }

    private static String policy(Work work, Setup setup) {
        Credentials credentials = setup.credentials();
        String policy = switch (work) {
            case NONE -> "";
            case BASIC -> "basic: { htpasswd: \"${file:%s}\" }".formatted(credentials.htpasswd());
            case AUTHORISER -> "forward-auth: { upstream: backend, path: %s }".formatted(Backend.PATH_AUTHORISER);
            case TOKEN -> jwt(credentials, "");
            case TOKEN_ANEW -> jwt(credentials, ", cacheSize: 0");
            case CERTIFICATE -> "mtls: {}";
            case LIMIT -> limit("");
            case LIMIT_REDIS -> limit(", store: counts, mode: atomic");
            case CACHE -> "cache: { ttl: { \"200\": 1h } }";
            case GZIP -> "compression: { algorithms: [gzip], gzipLevel: 1, types: [text/plain] }";
        };
        String stores = work == Work.LIMIT_REDIS
                ? "stores: [ { name: counts, kind: redis, url: \"redis://127.0.0.1:%d\" } ]\n"
                        .formatted(setup.redisPort())
                : "";
        return policy.isEmpty() ? "" : "policies: [ { " + policy + " } ]\n" + stores;
    }

    private static String limit(String more) {
        return "rate-limit: { algorithm: token-bucket, limits: [ { requests: %d, per: second } ], key: address%s }"
                .formatted(Work.LIMIT_RATE, more);
    }

    private static String jwt(Credentials credentials, String more) {
        return "jwt: { issuers: [ { issuer: \"%s\", jwksFile: \"${file:%s}\" } ]%s }"
                .formatted(Credentials.ISSUER, credentials.jwks(), more);
    }

    /** What a listener needs for the wire; TLS brings HTTP/2 with it. */
    private static String listener(Work work, Setup setup) {
        Wire wire = setup.wire();
        Certificate certificate = setup.certificate();
        String tls = """
                    tls:
                      certificates: [ { certificate: "%s", key: "%s" } ]
                      minVersion: "1.3"
                      tickets: %s
                %s""".formatted(
                certificate.chain(),
                certificate.key(),
                wire == Wire.TICKETS,
                work == Work.CERTIFICATE ? "      clients: { ca: \"%s\" }\n".formatted(certificate.clientCa()) : "");
        String cleartext = "    http2: { cleartext: true }\n";
        return (wire.encrypted() ? tls : "") + (wire.http2() && !wire.encrypted() ? cleartext : "");
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
