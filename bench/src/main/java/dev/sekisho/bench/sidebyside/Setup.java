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
 * @param redisPort of the Redis server where it counts, if it does; 0 for none
 */
record Setup(
        Workspace workspace,
        int backendPort,
        int connections,
        boolean accessLog,
        Wire wire,
        Certificate certificate,
        Credentials credentials,
        int redisPort) {

    /** Finds out whether a peer is what it was asked to be. */
    Probe probe(Peer peer) {
        if (!peer.work().sign().isEmpty()) {
            return Probe.signed(peer.work().sign());
        }
        return peer.work().authorization(credentials).map(Probe::guarded).orElseGet(() -> Probe.of(wire, certificate));
    }
}
