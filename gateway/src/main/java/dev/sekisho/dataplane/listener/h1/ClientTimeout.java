package dev.sekisho.dataplane.listener.h1;

import dev.sekisho.dataplane.LoopContext;
import dev.sekisho.dataplane.TimerWheel;
import io.netty.channel.Channel;

/** The one timeout of a client's connection; what it means follows from what is awaited. On the connection's loop only. */
final class ClientTimeout extends TimerWheel.Entry {

    private final LoopContext loop;
    private final Http1Connection connection;
    private long pending; // bytes that must leave before the channel is writable, when last looked at

    ClientTimeout(LoopContext loop, Http1Connection connection) {
        this.loop = loop;
        this.connection = connection;
    }

    /** Sets it, in place of an earlier time. */
    void await(long nanos) {
        loop.timeout(this, nanos);
    }

    /** The client takes nothing for now: waits for it to take something. */
    void awaitRoom(Channel channel, long nanos) {
        pending = channel.bytesBeforeWritable();
        await(nanos);
    }

    /** Whether the client has taken something since that was last asked; if so, waits again. */
    boolean hasTakenSome(Channel channel, long nanos) {
        if (channel.bytesBeforeWritable() >= pending) {
            return false;
        }
        awaitRoom(channel, nanos);
        return true;
    }

    /** Nothing is awaited. */
    void clear() {
        loop.clear(this);
    }

    /** The connection is gone. */
    void remove() {
        loop.remove(this);
    }

    @Override
    protected void expired(long now) {
        connection.timedOut(now);
    }
}
