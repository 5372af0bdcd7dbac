package dev.sekisho.dataplane.listener;

import dev.sekisho.dataplane.Generation;
import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.listener.tls.TlsHosts;
import org.jspecify.annotations.Nullable;

/** What a client connection asks of its listener. Thread-safe. */
public interface Serving {

    /** The settings in force. */
    ListenerSettings settings();

    /** Certificates and rules of TLS in force; null where clients speak in the clear. */
    @Nullable
    TlsHosts tls();

    /** What serves new requests. */
    Generation current();

    /** Whether the gateway is going away, so that each response is the last of its connection. */
    boolean isDraining();

    /** A connection has opened on the loop; on that loop. */
    void opened(LoopContext loop);

    /** A connection has closed on the loop; on that loop. */
    void closed(LoopContext loop);
}
