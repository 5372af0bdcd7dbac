package dev.sekisho.policy.compression;

import io.netty.buffer.ByteBuf;

/** Makes the content coding of one body after another. On one thread at a time; what it makes goes to the end of {@code out}. */
interface Encoder {

    /** Takes a piece in; it stays the caller's, its reader index is the encoder's. */
    void write(ByteBuf piece, ByteBuf out);

    /** Makes all that was taken in readable for the other side. */
    void flush(ByteBuf out);

    /** Ends the body. */
    void finish(ByteBuf out);

    /** Forgets the body, be it whole or not; whether another one may follow. */
    boolean reset();

    /** Gives back the memory outside the heap. */
    void end();
}
