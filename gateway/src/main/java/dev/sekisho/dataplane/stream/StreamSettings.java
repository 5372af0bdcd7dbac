package dev.sekisho.dataplane.stream;

import dev.sekisho.model.ProxyProtocol;
import dev.sekisho.model.StreamAccess;
import dev.sekisho.model.StreamListener;
import java.util.List;
import java.util.Optional;

/**
 * What a stream's connections need of its configuration, in the units that they work with. Immutable, thread-safe.
 *
 * @param name of the stream
 * @param names which upstream a connection goes to
 * @param proxyProtocol whose headers are believed; empty where no header is looked for
 * @param access which clients are served
 * @param plain whether connections without a ClientHello are served where names count
 * @param connections open at once, over all loops
 * @param datagram longest datagram, bytes
 * @param responses datagrams that answer one of the client's; -1 for as many as come
 * @param idleNanos how long a connection may rest
 * @param sessionNanos how long a session may rest
 * @param helloMillis time for a ClientHello
 */
public record StreamSettings(
        String name,
        StreamNames names,
        Optional<ProxyProtocol> proxyProtocol,
        List<StreamAccess> access,
        boolean plain,
        int connections,
        int datagram,
        int responses,
        long idleNanos,
        long sessionNanos,
        long helloMillis) {

    /** The settings of a configured stream. */
    public static StreamSettings of(StreamListener stream) {
        return new StreamSettings(
                stream.name(),
                new StreamNames(stream),
                stream.proxyProtocol(),
                stream.access(),
                stream.plain(),
                stream.limits().connections(),
                (int) stream.limits().datagram().bytes(),
                stream.limits().responses().orElse(-1),
                stream.timeouts().idle().toNanos(),
                stream.timeouts().session().toNanos(),
                stream.timeouts().hello().toMillis());
    }
}
