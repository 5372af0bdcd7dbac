package dev.sekisho.bench.sidebyside;

/**
 * What a peer is asked to be: a proxy in front of the backend.
 *
 * @param workspace where its files and processes live
 * @param backendPort the loopback port that every path is forwarded to
 * @param connections how many client connections it must hold at once
 * @param accessLog whether each request is logged as JSON to a file, and metrics are kept where the peer has them
 */
record Setup(Workspace workspace, int backendPort, int connections, boolean accessLog) {}
