package dev.sekisho.bench.sidebyside;

/**
 * What a peer is asked to be: a proxy in front of the backend.
 *
 * @param workspace where its files and processes live
 * @param backendPort the loopback port that every path is forwarded to
 * @param connections how many client connections it must hold at once
 * @param accessLog whether each request is logged as JSON to a file, and metrics are kept where the peer has them
 * @param wire what it speaks
 * @param certificate what it shows where it speaks TLS
 * @param credentials what it knows clients by, where it asks for any
 */
record Setup(
        Workspace workspace,
        int backendPort,
        int connections,
        boolean accessLog,
        Wire wire,
        Certificate certificate,
        Credentials credentials) {

    /** Finds out whether a peer is what it was asked to be. */
    Probe probe(Peer peer) {
        return peer.guard().authorization(credentials).map(Probe::guarded).orElseGet(() -> Probe.of(wire, certificate));
    }
}
