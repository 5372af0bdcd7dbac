package dev.sekisho.dialect.nginx.upstream;

import dev.sekisho.dialect.DiagnosticKind;
import dev.sekisho.dialect.Severity;
import java.util.List;

/** What upstreams of a configuration of nginx may come to. */
public final class UpstreamKinds {

    /** A service is spoken to over TLS, and nobody checks who it is. */
    public static final DiagnosticKind UNVERIFIED = new DiagnosticKind(
            "nginx.upstream-unverified",
            Severity.WARNING,
            "the certificate of a service is not verified",
            "Requests are encrypted, but go to whoever answers at the service's address.",
            "nginx verifies no certificate of a service unless proxy_ssl_verify (grpc_ssl_verify) is on; this is honoured.",
            "Set proxy_ssl_verify on and proxy_ssl_trusted_certificate, and proxy_ssl_name where the certificate has another name.");

    /** How requests travel to services. */
    public static final DiagnosticKind TRAFFIC = DiagnosticKind.info(
            "nginx.upstream-traffic",
            "requests travel to services otherwise than with nginx",
            "Services see HTTP/1.1 on connections that serve many requests, and bodies as they come in; a request whose kept connection is "
                    + "closed before anything is answered is sent once more on a new one, where its method allows that.",
            "nginx by default opens a connection for each request, speaks HTTP/1.0 on it, and reads a body to its end first; "
                    + "here connections are kept, keepalive counting those that rest at each target, and nothing is written to disk.",
            "Nothing has to be done; a service that cannot bear it needs a configuration in the product's own form.");

    /** Names of servers are looked up again. */
    public static final DiagnosticKind NAMES = DiagnosticKind.info(
            "nginx.upstream-names",
            "names of servers are looked up again as their records grow old",
            "Requests follow a name to its new addresses.",
            "nginx looks the names up once, when it reads the configuration, unless a server says resolve.",
            "Nothing has to be done.");

    /** All of them. */
    public static final List<DiagnosticKind> ALL = List.of(UNVERIFIED, TRAFFIC, NAMES);

    private UpstreamKinds() {}
}
