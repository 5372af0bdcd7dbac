package dev.sekisho.dataplane.websocket;

import dev.sekisho.dataplane.Reason;
import io.netty.buffer.ByteBuf;

/**
 * The two ends of a WebSocket tunnel, in whatever protocols the client and the upstream speak. On the connection's loop
 * only; must not call the tunnel back from inside a call, but for {@link WebSocketTunnel#ended} from {@link #finish}.
 */
public interface TunnelEnds {

    /** Takes bytes for the client over; they leave with the next {@link #flushClient}. */
    void toClient(ByteBuf bytes);

    /** What was given for the client must leave now. */
    void flushClient();

    /** Takes bytes for the upstream over; they leave at once. */
    void toUpstream(ByteBuf bytes);

    /** Why the gateway ends the tunnel, for the access log; comes at most once, before the end. */
    void reason(Reason why);

    /** The tunnel is over: both ends are to be closed once what was given has left. Nothing is called behind it. */
    void finish();
}
