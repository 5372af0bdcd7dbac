package dev.sekisho.dataplane;

import io.netty.buffer.ByteBuf;
import java.util.Optional;

/** Where the body of a {@link Response} comes from that is not in the response itself. Shared by exchanges; thread-safe. */
public interface BodySource {

    /** How long it is, bytes. */
    long length();

    /** All of it, where it is at hand; the caller's, with a reader index of its own. */
    Optional<ByteBuf> whole();

    /**
     * Begins to give it where it is not at hand. The call begins with the first {@link UpstreamCall#clientWritable}, gives pieces to
     * {@link Exchange#client} for as long as that is writable, and ends with {@link ClientStream#end}, before which it takes itself out of
     * {@link Exchange#upstream}; where it cannot go on it calls {@link ChainRunner#fail}.
     */
    UpstreamCall open(Exchange exchange);
}
