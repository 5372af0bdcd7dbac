package dev.sekisho.server.health;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * The two messages of {@code grpc.health.v1.Health/Check} in the encoding of Protocol Buffers, each behind the five bytes that
 * gRPC puts before a message. See github.com/grpc/grpc/blob/master/doc/health-checking.md and PROTOCOL-HTTP2.md there.
 */
final class GrpcHealth {

    private static final int PREFIX = 5; // bytes: a flag for compression, the length
    private static final int SERVING = 1;
    private static final int FIELD_1_VARINT = 1 << 3;
    private static final int FIELD_1_BYTES = 1 << 3 | 2;
    private static final int MAX_VARINT = 10; // bytes of 64 bits

    private GrpcHealth() {}

    /** {@code message HealthCheckRequest { string service = 1; }}. */
    static ByteBuf request(String service) {
        byte[] name = service.getBytes(StandardCharsets.UTF_8);
        ByteBuf message = Unpooled.buffer().writeZero(PREFIX);
        if (name.length > 0) {
            writeVarint(message.writeByte(FIELD_1_BYTES), name.length);
            message.writeBytes(name);
        }
        return message.setInt(1, message.readableBytes() - PREFIX);
    }

    /**
     * Whether this is one whole {@code message HealthCheckResponse { ServingStatus status = 1; }} and says SERVING.
     *
     * @throws IndexOutOfBoundsException where the message ends too early
     * @throws IllegalArgumentException where it is malformed otherwise
     */
    static boolean isServing(ByteBuf answer) {
        boolean compressed = answer.readByte() != 0;
        long length = answer.readUnsignedInt();
        if (compressed || length != answer.readableBytes()) {
            throw new IllegalArgumentException("message: flag " + compressed + ", length " + length
                    + " (expected: not compressed, length " + answer.readableBytes() + ")");
        }
        int status = 0;
        while (answer.isReadable()) {
            long tag = readVarint(answer);
            if (tag == FIELD_1_VARINT) {
                status = (int) readVarint(answer); // the last one counts
            } else {
                skip(answer, (int) tag & 7);
            }
        }
        return status == SERVING;
    }

    private static void skip(ByteBuf in, int wireType) {
        switch (wireType) {
            case 0 -> readVarint(in);
            case 1 -> in.skipBytes(Long.BYTES);
            case 2 -> in.skipBytes((int) Math.clamp(readVarint(in), -1, Integer.MAX_VALUE));
            case 5 -> in.skipBytes(Integer.BYTES);
            default -> throw new IllegalArgumentException("wire type: " + wireType + " (expected: 0, 1, 2 or 5)");
        }
    }

    private static long readVarint(ByteBuf in) {
        long value = 0;
        for (int i = 0; i < MAX_VARINT; i++) {
            byte next = in.readByte();
            value |= (long) (next & 0x7f) << 7 * i;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("number: more than " + MAX_VARINT + " bytes");
    }

    private static void writeVarint(ByteBuf out, int value) {
        int rest = value;
        for (; rest >= 0x80; rest >>>= 7) {
            out.writeByte(rest & 0x7f | 0x80);
        }
        out.writeByte(rest);
    }
}
