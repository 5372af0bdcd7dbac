package dev.sekisho.dataplane.listener.tls;

import dev.sekisho.model.HostPattern;
import io.netty.util.ReferenceCountUtil;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The hosts of a listener by their names: exact, then the longest wildcard, then the first. Immutable, thread-safe. */
public final class TlsHosts {

    private final List<TlsHost> all;
    private final long handshakeMillis;
    private final byte[] hsts;
    private final boolean rejectsUnknown;
    private final boolean sameHost;
    private final Map<String, TlsHost> exact = new HashMap<>();
    private final Map<String, TlsHost> wildcards = new HashMap<>(); // by what follows the *, dot included

    /**
     * Hosts, at least one; of two with the same name the first has it.
     *
     * @param handshakeMillis how long a handshake may take
     * @param hsts value of Strict-Transport-Security; empty for none
     */
    public TlsHosts(List<TlsHost> hosts, long handshakeMillis, byte[] hsts) {
        this(hosts, handshakeMillis, hsts, false, true);
    }

    /**
     * Hosts, at least one; of two with the same name the first has it.
     *
     * @param handshakeMillis how long a handshake may take
     * @param hsts value of Strict-Transport-Security; empty for none
     * @param rejectsUnknown whether a client that asks for none of the names is refused
     * @param sameHost whether requests must be for the host of their handshake
     */
    public TlsHosts(List<TlsHost> hosts, long handshakeMillis, byte[] hsts, boolean rejectsUnknown, boolean sameHost) {
        this.rejectsUnknown = rejectsUnknown;
        this.sameHost = sameHost;
        this.all = List.copyOf(hosts);
        this.handshakeMillis = handshakeMillis;
        this.hsts = hsts;
        for (TlsHost host : all) {
            for (HostPattern name : host.names()) {
                (name.wildcard() ? wildcards : exact).putIfAbsent(name.name(), host);
            }
        }
    }

    /** The one for a name that a client asks for, null where it asks for none; the first where no other is for it. */
    public TlsHost of(@Nullable String name) {
        TlsHost found = named(name);
        return found != null ? found : all.getFirst();
    }

    /** Whether a client that asks for this name, null for none, is refused. */
    public boolean rejects(@Nullable String name) {
        return rejectsUnknown && named(name) == null;
    }

    /**
     * Whether a request for this host may come over a connection whose handshake was for another one. Where the host asks
     * clients for certificates, it may not.
     */
    public boolean accepts(String host, TlsHost handshake) {
        TlsHost wanted = of(host);
        return !sameHost && (wanted == handshake || !wanted.asksClients());
    }

    private @Nullable TlsHost named(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            return null;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        TlsHost found = exact.get(lower);
        for (int dot = lower.indexOf('.'); found == null && dot >= 0; dot = lower.indexOf('.', dot + 1)) {
            found = wildcards.get(lower.substring(dot));
        }
        return found;
    }

    /** How long a handshake may take, milliseconds. */
    public long handshakeMillis() {
        return handshakeMillis;
    }

    /** Value of Strict-Transport-Security; empty for none; not to be changed. */
    public byte[] hsts() {
        return hsts;
    }

    /** What authorities are to be asked for the certificates. */
    public List<Staple> staples() {
        return all.stream().map(TlsHost::staple).toList();
    }

    /** Lets the contexts go once the connections that use them have; nobody may look a host up any more. */
    public void release() {
        all.forEach(host -> ReferenceCountUtil.release(host.context()));
    }
}
