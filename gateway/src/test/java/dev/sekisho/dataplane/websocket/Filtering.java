package dev.sekisho.dataplane.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * What a filter made of a stream of bytes.
 *
 * @param passed the bytes that passed
 * @param violation code of what was wrong; 0 for nothing
 * @param closeCode code of the close frame; 0 for none
 * @param boundary whether the bytes that passed end with a frame
 * @param messages how many whole messages passed
 */
record Filtering(byte[] passed, int violation, int closeCode, boolean boundary, int messages) {

    /** What is agreed on and allowed. */
    record Rules(boolean masked, boolean deflate, long maxFrame, long maxMessage) {}

    static final Rules CLIENT = new Rules(true, false, 0, 0);
    static final Rules SERVER = new Rules(false, false, 0, 0);

    private static final class Counter implements FrameEvents {
        private int messages;

        @Override
        public void message() {
            messages++;
        }

        @Override
        public boolean isOwnPong(byte[] bytes, int from, int length, int key) {
            return false;
        }
    }

    /** Gives the stream to a filter in pieces that end at these places, and at its end. */
    static Filtering of(Rules rules, byte[] stream, int... ends) {
        Counter counter = new Counter();
        FrameFilter filter = new FrameFilter(
                ByteBufAllocator.DEFAULT,
                rules.masked(),
                rules.deflate(),
                rules.maxFrame(),
                rules.maxMessage(),
                counter);
        ByteArrayOutputStream passed = new ByteArrayOutputStream();
        int from = 0;
        for (int i = 0; i <= ends.length; i++) {
            int to = i < ends.length ? ends[i] : stream.length;
            take(filter, Arrays.copyOfRange(stream, from, to), passed);
            from = to;
        }
        return new Filtering(
                passed.toByteArray(), filter.violation(), filter.closeCode(), filter.isAtBoundary(), counter.messages);
    }

    /** The same with each byte a piece of its own. */
    static Filtering byteByByte(Rules rules, byte[] stream) {
        int[] ends = new int[Math.max(0, stream.length - 1)];
        Arrays.setAll(ends, i -> i + 1);
        return of(rules, stream, ends);
    }

    static void take(FrameFilter filter, byte[] bytes, ByteArrayOutputStream passed) {
        ByteBuf out = filter.filter(Unpooled.copiedBuffer(bytes));
        byte[] array = new byte[out.readableBytes()];
        out.readBytes(array);
        out.release();
        passed.writeBytes(array);
    }

    String text() {
        return passed.length + " bytes, violation " + violation + ", close " + closeCode + ", boundary " + boundary
                + ", messages " + messages;
    }
}
