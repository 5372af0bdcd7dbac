package dev.sekisho.policy.compression;

import com.aayushatharva.brotli4j.encoder.EncoderJNI;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** Brotli (RFC 7932) by Google's library. It cannot begin anew, so each body has an encoder of its own. */
final class BrotliEncoder implements Encoder {

    private static final int INPUT = 16 << 10; // bytes handed over at once
    private static final int WINDOW = 18; // 256 KiB, as a logarithm: beyond it memory grows more than texts shrink

    private final EncoderJNI.Wrapper brotli;
    private final ByteBuffer input;

    /** @throws UncheckedIOException where there is no memory for it */
    BrotliEncoder(int quality) {
        try {
            this.brotli = new EncoderJNI.Wrapper(INPUT, quality, WINDOW, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.input = brotli.getInputBuffer();
    }

    @Override
    public void write(ByteBuf piece, ByteBuf out) {
        while (piece.isReadable()) {
            int size = Math.min(INPUT, piece.readableBytes());
            piece.readBytes(input.clear().limit(size));
            run(EncoderJNI.Operation.PROCESS, size, out);
        }
    }

    @Override
    public void flush(ByteBuf out) {
        run(EncoderJNI.Operation.FLUSH, 0, out);
    }

    @Override
    public void finish(ByteBuf out) {
        run(EncoderJNI.Operation.FINISH, 0, out);
    }

    private void run(EncoderJNI.Operation operation, int size, ByteBuf out) {
        brotli.push(operation, size);
        while (true) {
            if (!brotli.isSuccess()) {
                throw new IllegalStateException("brotli: failed (expected: memory for the body)");
            } else if (brotli.hasMoreOutput()) {
                out.writeBytes(brotli.pull());
            } else if (brotli.hasRemainingInput()) {
                brotli.push(operation, 0);
            } else {
                return;
            }
        }
    }

    @Override
    public boolean reset() {
        return false;
    }

    @Override
    public void end() {
        brotli.destroy();
    }
}
