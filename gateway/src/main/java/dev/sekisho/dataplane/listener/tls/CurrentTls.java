package dev.sekisho.dataplane.listener.tls;

import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Certificates and rules of TLS that may be replaced while handshakes go on. Thread-safe. */
public final class CurrentTls {

    private volatile @Nullable TlsHosts current;
    private final Queue<TlsHosts> retired = new ConcurrentLinkedQueue<>();

    /** Those to begin with; empty for connections in the clear. */
    public CurrentTls(Optional<TlsHosts> first) {
        this.current = first.orElse(null);
    }

    /** What handshakes begin with now; null for connections in the clear. */
    public @Nullable TlsHosts get() {
        return current;
    }

    /** Handshakes from now on use these; the ones before are let go, on the timer, once no handshake can begin with them. */
    public void replace(TlsHosts next, EventLoop timer) {
        TlsHosts before = current;
        current = next;
        if (before != null) {
            retired.add(before);
            timer.schedule(() -> release(before), 2 * before.handshakeMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void release(TlsHosts before) {
        if (retired.remove(before)) {
            before.release();
        }
    }

    /** Lets all go; once the loops have ended, or no connection is left. */
    public void release() {
        TlsHosts last = current;
        current = null;
        if (last != null) {
            last.release();
        }
        List.copyOf(retired).forEach(this::release);
    }
}
