package dev.sekisho.dataplane.listener;

import dev.sekisho.dataplane.ClientStream;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.Generation;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.Routing;
import dev.sekisho.dataplane.listener.tls.TlsHosts;
import dev.sekisho.dataplane.listener.tls.TlsPeer;
import java.util.Arrays;

/** The steps of a request's beginning that are the same for every protocol. On the exchange's loop. */
public final class Arrival {

    private Arrival() {}

    /** The exchange begins: what serves now serves it to its end. */
    public static void pin(Exchange x, ClientStream stream, Serving serving, long now) {
        Generation generation = serving.current();
        generation.entered(x.loop().index());
        x.begin(stream, generation, now);
    }

    /** Whether the request is for a host other than that of the TLS handshake, whose rules may be others. */
    public static boolean isMisdirected(Exchange x, Peer peer, Serving serving) {
        TlsPeer tls = peer.tls();
        if (tls == null) {
            return false;
        }
        RequestHead head = x.request();
        byte[] name = tls.name();
        TlsHosts hosts = serving.tls();
        if (name.length == 0 || head.method() == Method.CONNECT) { // whose host is behind the gateway
            return hosts != null
                    && !hosts.of(head.hostText()).hasRulesOf(tls.host())
                    && !hosts.accepts(head.hostText(), tls.host());
        }
        byte[] bytes = head.headers().bytes();
        return !Arrays.equals(name, 0, name.length, bytes, head.hostStart(), head.hostEnd())
                && (hosts == null || !hosts.accepts(head.hostText(), tls.host()));
    }

    /** Sends the client to TLS where the listener has that for all, else finds the route, and starts its chain. */
    public static void serve(Exchange x, ListenerSettings settings) {
        if (!SecureRedirect.answers(x, settings)) {
            Routing.begin(x);
        }
    }
}
