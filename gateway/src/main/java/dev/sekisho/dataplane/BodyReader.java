package dev.sekisho.dataplane;

import io.netty.buffer.ByteBuf;

/** Reads a body that is kept somewhere else than in memory, in order; all methods on one executor, such as an exchange's loop. */
public interface BodyReader extends AutoCloseable {

    /** Where pieces go. */
    interface Sink {

        /** The next piece; the receiver's to release. The last where nothing remains. */
        void piece(ByteBuf piece);

        /** It cannot be read on. The reader is closed. */
        void failed();
    }

    /** Bytes that are still to come. */
    long remaining();

    /**
     * Asks for the next piece; the sink is called once, perhaps before this returns. Not called again before it was, nor
     * where nothing remains.
     */
    void next(Sink sink);

    /** Ends reading, also while a piece is awaited, which then does not come. May be called again. */
    @Override
    void close();
}
