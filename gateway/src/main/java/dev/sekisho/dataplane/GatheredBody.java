package dev.sekisho.dataplane;

import io.netty.buffer.ByteBuf;

/**
 * What a policy does with a body once all of it is in: of the request where it asked in {@link Policy#onRequest}, of the response
 * where it asked in {@link Policy#onResponse}, as the filters of policies nearer to the backend have made it. On the loop of the exchange. An exception is a 500, as in any policy.
 */
public interface GatheredBody {

    /**
     * All of it is in. {@link Exchange#replaceBody} puts another one in its place, else it passes on as it is.
     *
     * @param body to be read during the call only, and not to be changed; empty where there is none
     */
    Outcome whole(Exchange exchange, ByteBuf body);

    /** It is longer than was asked for; to go on passes what is in so far, and the rest as it comes. */
    Outcome tooLong(Exchange exchange);
}
