package dev.sekisho.model;

import java.util.List;
import java.util.Optional;

/**
 * A socket that clients connect to.
 *
 * @param origin where it was written
 */
public record Listener(
        @Property("Name, unique among listeners; stands in logs.")
        String name,

        @Property(
                value = "Address to listen on; host may be left out for every local address.",
                example = "127.0.0.1:8080")
        Address address,

        @Property(
                "Peers whose X-Forwarded-* and Forwarded headers are believed. From every other peer they are overwritten.")
        List<Cidr> trustedProxies,

        @Property(
                value = "Fields that tell of clients: which one is believed, and what the upstream is told.",
                defaultValue = "{}")
        ForwardedFields forwarded,

        @Property(
                value =
                        "Name to add to the Via header (RFC 9110 section 7.6.3), in both directions; left out, none is added.",
                example = "sekisho")
        Optional<String> via,

        @Property(
                "Takes the client's address from a PROXY protocol header ahead of everything else, TLS included; left out, "
                        + "no header is looked for.")
        Optional<ProxyProtocol> proxyProtocol,

        @Property("Certificates and rules of TLS; left out, clients speak in the clear.")
        Optional<ListenerTls> tls,

        @Property(value = "HTTP/2.", defaultValue = "{}") ListenerHttp2 http2,

        @Property(
                value =
                        "Sends every client to TLS (https://) with host, path and query as they are; {} with the defaults. Left out, requests are served.",
                example = "{ port: 8443 }")
        Optional<HttpsRedirect> redirectToHttps,

        @Property(
                value =
                        "Whether TRACE is served (RFC 9110 section 9.3.8): sent on without credentials, or answered by the "
                                + "gateway where Max-Forwards is 0. Where not, 405.",
                defaultValue = "false")
        boolean trace,

        @Property(
                value =
                        "Whether CONNECT is served (RFC 9110 section 9.3.6), by routes whose match.connect asks for it and by no "
                                + "others. Where not, 405.",
                defaultValue = "false")
        boolean connect,

        @Property(value = "Limits on what a client may send.", defaultValue = "{}")
        ClientLimits limits,

        @Property(value = "How long a client may take.", defaultValue = "{}")
        ClientTimeouts timeouts,

        Origin origin) {

    /** One that believes and tells what listeners do by default. */
    public Listener(
            String name,
            Address address,
            List<Cidr> trustedProxies,
            Optional<String> via,
            Optional<ProxyProtocol> proxyProtocol,
            Optional<ListenerTls> tls,
            ListenerHttp2 http2,
            Optional<HttpsRedirect> redirectToHttps,
            boolean trace,
            boolean connect,
            ClientLimits limits,
            ClientTimeouts timeouts,
            Origin origin) {
        this(
                name,
                address,
                trustedProxies,
                ForwardedFields.DEFAULT,
                via,
                proxyProtocol,
                tls,
                http2,
                redirectToHttps,
                trace,
                connect,
                limits,
                timeouts,
                origin);
    }
}
