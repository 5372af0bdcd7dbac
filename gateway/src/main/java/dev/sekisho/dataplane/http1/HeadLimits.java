package dev.sekisho.dataplane.http1;

/**
 * Limits on a head.
 *
 * @param bytes size of the whole head
 * @param fields number of fields
 * @param target length of the request target in bytes
 * @param trace whether TRACE is among the methods
 * @param connect whether CONNECT is among the methods
 */
public record HeadLimits(int bytes, int fields, int target, boolean trace, boolean connect) {

    /** Limits where TRACE and CONNECT are refused. */
    public HeadLimits(int bytes, int fields, int target) {
        this(bytes, fields, target, false, false);
    }

    /** What an upstream's response head may take. */
    public static final HeadLimits RESPONSE = new HeadLimits(64 << 10, 256, 0);

    /** What the trailers of a chunked body may take. */
    public static final HeadLimits TRAILERS = new HeadLimits(8 << 10, 32, 0);
}
