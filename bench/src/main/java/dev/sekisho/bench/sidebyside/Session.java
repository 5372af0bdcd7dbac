package dev.sekisho.bench.sidebyside;

import java.nio.file.Path;
import java.util.List;

/**
 * All that the scenarios of one run share.
 *
 * @param scripts a directory for load scripts
 * @param peers those that can be started here
 * @param certificate what all of them show
 * @param redisPort of the Redis server where proxies count; 0 where there is none
 * @param credentials what clients show where they are asked to
 */
record Session(
        Workspace workspace,
        Options options,
        Path scripts,
        List<Peer> peers,
        Backend backend,
        Certificate certificate,
        Credentials credentials,
        int redisPort,
        Recorder recorder) {

    static final String NGINX = NginxPeer.BUFFERED.name();
    static final String HAPROXY = new HaproxyPeer().name();
    static final String SCG = SpringCloudGatewayPeer.PLAIN.name();
    static final String SEKISHO = SekishoPeer.PLAIN.name();

    /** The available peers with one of these names, in the order of the list of peers. */
    List<Peer> peersNamed(List<String> names) {
        return peers.stream().filter(peer -> names.contains(peer.name())).toList();
    }

    boolean hasSekisho() {
        return !peersNamed(List.of(SEKISHO)).isEmpty();
    }

    /** In front of the backend, for the connections of wrk, in plain HTTP/1.1. */
    Setup setup(boolean accessLog) {
        return new Setup(
                workspace, backend.port(), Wrk.CONNECTIONS, accessLog, Wire.HTTP, certificate, credentials, redisPort);
    }
}
