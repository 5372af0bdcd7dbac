package dev.sekisho.dataplane.http1;

/**
 * Limits on a head.
 *
 * @param bytes size of the whole head
 * @param fields number of fields
 * @param target length of the request target in bytes
 */
public record HeadLimits(int bytes, int fields, int target) {

    /** What an upstream's response head may take. */
    public static final HeadLimits RESPONSE = new HeadLimits(64 << 10, 256, 0);

    /** What the trailers of a chunked body may take. */
    public static final HeadLimits TRAILERS = new HeadLimits(8 << 10, 32, 0);
}
