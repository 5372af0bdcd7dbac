package dev.sekisho.dialect.kinds;

import static dev.sekisho.dialect.DiagnosticKind.error;
import static dev.sekisho.dialect.DiagnosticKind.warning;

import dev.sekisho.dialect.DiagnosticKind;
import java.util.List;

/** Tunnels of CONNECT (docs/connect.md). */
final class ConnectKinds {

    static final List<DiagnosticKind> ALL = List.of(
            error(
                    "model.connect-method",
                    "CONNECT among the methods of a route",
                    "CONNECT asks for a host and a port and for nothing else (RFC 9110 section 9.3.6), so routes for it "
                            + "have a form of their own.",
                    "Write match: { host: db.internal, connect: 5432 } in a route for tunnels."),
            error(
                    "model.connect-host",
                    "a route for tunnels without a host",
                    "Without one, clients could have a tunnel opened whatever host they ask for.",
                    "Add match.host with the names that clients may ask for."),
            error(
                    "model.connect-port",
                    "a port for tunnels that is out of range",
                    "A port is a number from 1 to 65535.",
                    "Correct the port."),
            error(
                    "model.connect-unused",
                    "settings of requests on a route for tunnels",
                    "The gateway sees no request inside a tunnel, and CONNECT itself has neither path nor query.",
                    "Remove the settings that the message names."),
            error(
                    "model.connect-backend",
                    "a route for tunnels without one upstream",
                    "Bytes of a tunnel go to a target of one upstream; a split, redirect or response cannot take them.",
                    "Set to to the name of an upstream."),
            error(
                    "model.connect-tls",
                    "a tunnel to an upstream with tls",
                    "What a client sends through a tunnel passes as it is, TLS of its own included; the gateway must not "
                            + "wrap it once more.",
                    "Name an upstream without tls."),
            error(
                    "model.connect-redirect",
                    "connect beside redirectToHttps",
                    "A listener that sends every client elsewhere serves no tunnel.",
                    "Remove one of them from the listener."),
            warning(
                    "model.connect-unserved",
                    "a route for tunnels that no listener serves",
                    "CONNECT is answered 405 on every listener, so the route is never reached.",
                    "CONNECT is refused unless a listener allows it.",
                    "Add connect: true to the listener that is meant."),
            warning(
                    "model.tunnel-unused",
                    "timeouts.tunnel on a route that opens no tunnels",
                    "The setting does nothing.",
                    "It bounds the silence in a tunnel of CONNECT.",
                    "Remove it; WebSockets and event streams have timeouts of their own."));

    private ConnectKinds() {}
}
