package dev.sekisho.dialect.kinds;

import static dev.sekisho.dialect.DiagnosticKind.error;
import static dev.sekisho.dialect.DiagnosticKind.warning;

import dev.sekisho.dialect.DiagnosticKind;
import java.util.List;

/** Streams (docs/streams.md). */
final class StreamKinds {

    static final List<DiagnosticKind> ALL = List.of(
            error(
                    "model.stream-udp",
                    "a setting of connections on a stream of datagrams",
                    "UDP has no connection, so neither TLS nor names of TLS nor a header of the PROXY protocol.",
                    "Remove the setting, or set protocol to tcp."),
            error(
                    "model.stream-target",
                    "a stream that goes nowhere",
                    "What arrives must be passed on to an upstream.",
                    "Set to, or sni with the names and their upstreams."),
            error(
                    "model.stream-tls",
                    "sni beside tls",
                    "With sni, TLS is passed through unread and ends at the target; with tls it ends here.",
                    "Remove one of them."),
            error(
                    "model.stream-name",
                    "a name that stands twice in a stream",
                    "The name that a client asks for decides about the upstream, so it must stand at one.",
                    "Remove it from one of the two."),
            warning(
                    "model.stream-balance",
                    "an upstream that balances by requests, for a stream",
                    "Connections of the stream are balanced by the client's address in its place.",
                    "A stream has no headers and cookies to go by.",
                    "Name an upstream of its own for the stream, or leave it so if it is meant."));

    private StreamKinds() {}
}
