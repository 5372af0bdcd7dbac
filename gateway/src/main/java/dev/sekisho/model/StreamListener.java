package dev.sekisho.model;

import java.util.List;
import java.util.Optional;

/**
 * A socket whose traffic is passed on as it is, whatever protocol it speaks: TCP connections or UDP datagrams.
 *
 * @param origin where it was written
 */
public record StreamListener(
        @Property("Name, unique among streams; the stream label of metrics.")
        String name,

        @Property(
                value = "Address to listen on; host may be left out for every local address.",
                example = "127.0.0.1:5432")
        Address address,

        @Property(value = "What it carries.", defaultValue = "tcp")
        StreamProtocol protocol,

        @Property(
                "The upstream; with sni, that of connections that ask for no name or for none of those listed. Left out "
                        + "there, such connections are closed.")
        Optional<String> to,

        @Property(
                "Upstreams by the name that a TLS client asks for (SNI). TLS is passed through: the gateway reads the name "
                        + "and no more. Exact names come before wildcards, longer wildcards before shorter ones.")
        List<SniRoute> sni,

        @Property(
                "Ends TLS here, so that the upstream gets what is inside; left out, bytes are passed on as they come.")
        Optional<ListenerTls> tls,

        @Property(
                "Takes the client's address from a PROXY protocol header; left out, no header is looked for, and what a "
                        + "client sends is passed on.")
        Optional<ProxyProtocol> proxyProtocol,

        @Property(
                value =
                        "Which clients are served, by address: the first rule that holds a client's address decides; one that none "
                                + "holds is served.",
                example = "[ { allow: true, from: [ 10.0.0.0/8 ] }, { allow: false, from: [ 0.0.0.0/0, \"::/0\" ] } ]")
        List<StreamAccess> access,

        @Property(
                value =
                        "With sni, whether connections that do not begin with a ClientHello of TLS go to the upstream of to, as with "
                                + "nginx's ssl_preread; where not, they are closed.",
                defaultValue = "false")
        boolean plain,

        @Property(value = "Limits on what clients may use.", defaultValue = "{}")
        StreamLimits limits,

        @Property(value = "How long nothing may happen.", defaultValue = "{}")
        StreamTimeouts timeouts,

        Origin origin) {

    /** One that serves clients of every address. */
    public StreamListener(
            String name,
            Address address,
            StreamProtocol protocol,
            Optional<String> to,
            List<SniRoute> sni,
            Optional<ListenerTls> tls,
            Optional<ProxyProtocol> proxyProtocol,
            StreamLimits limits,
            StreamTimeouts timeouts,
            Origin origin) {
        this(name, address, protocol, to, sni, tls, proxyProtocol, List.of(), false, limits, timeouts, origin);
    }
}
