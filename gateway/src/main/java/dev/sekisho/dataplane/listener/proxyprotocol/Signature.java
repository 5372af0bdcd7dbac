package dev.sekisho.dataplane.listener.proxyprotocol;

import io.netty.buffer.ByteBuf;

/** The bytes that a header of the PROXY protocol begins with: {@code "PROXY "} in version 1, twelve bytes in version 2. */
enum Signature {
    /** No header. */
    NONE,
    /** What there is could be the beginning of one. */
    PERHAPS,
    /** A header. */
    HEADER;

    private static final byte[] V1 = {'P', 'R', 'O', 'X', 'Y', ' '};
    private static final byte[] V2 = {13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10};

    /** What the readable bytes are; they are left as they are. */
    static Signature of(ByteBuf in) {
        Signature text = begins(in, V1);
        return text == NONE ? begins(in, V2) : text;
    }

    private static Signature begins(ByteBuf in, byte[] signature) {
        int length = Math.min(in.readableBytes(), signature.length);
        for (int i = 0; i < length; i++) {
            if (in.getByte(in.readerIndex() + i) != signature[i]) {
                return NONE;
            }
        }
        return length == signature.length ? HEADER : PERHAPS;
    }
}
