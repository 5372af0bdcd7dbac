package dev.sekisho.dataplane.http1;

import dev.sekisho.dataplane.Headers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Reads a chunked body (RFC 9112 section 7.1). Sizes are hexadecimal digits and nothing else, up to 2^32 - 1; lines end in
 * CRLF; extensions are read over and not passed on. Used again for each body of a connection; not thread-safe.
 */
public final class ChunkDecoder {

    /** What comes next. */
    public enum Event {
        /** More bytes are needed. */
        MORE,
        /** {@link #available} bytes of data are at the reader index; take them, then call {@link #taken}. */
        DATA,
        /** The body is whole. */
        END,
        /** The body is malformed. */
        BAD
    }

    private enum State {
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILERS,
        DONE
    }

    private static final int MAX_EXTENSIONS = 4 << 10; // bytes over one body

    private State state = State.SIZE;
    private long remaining;
    private int digits;
    private int extensionBytes;
    private @Nullable Headers trailers;
    private @Nullable TrailerParser trailerParser;

    /** Makes ready for the next body. */
    public void reset() {
        state = State.SIZE;
        remaining = 0;
        digits = 0;
        extensionBytes = 0;
        trailers = null;
        trailerParser = null;
    }

    /** Bytes of data at the reader index, after {@link Event#DATA}. */
    public int available(ByteBuf in) {
        return (int) Math.min(remaining, in.readableBytes());
    }

    /** Notes that bytes of data were taken. */
    public void taken(int count) {
        remaining -= count;
        if (remaining == 0) {
            state = State.DATA_CR;
        }
    }

    /** Reads on to the next event. */
    public Event next(ByteBuf in) {
        while (in.isReadable()) {
            switch (state) {
                case DATA -> {
                    return Event.DATA;
                }
                case DONE -> {
                    return Event.END;
                }
                case TRAILERS -> {
                    return trailers(in);
                }
                default -> {
                    if (!line(in.readByte())) {
                        return Event.BAD;
                    }
                }
            }
        }
        return state == State.DONE ? Event.END : Event.MORE;
    }

    private boolean line(byte b) {
        return switch (state) {
            case SIZE -> size(b);
            case EXTENSION -> extension(b);
            case SIZE_LF -> {
                state = remaining == 0 ? State.TRAILERS : State.DATA;
                digits = 0;
                yield b == '\n';
            }
            case DATA_CR -> {
                state = State.DATA_LF;
                yield b == '\r';
            }
            default -> {
                state = State.SIZE;
                yield b == '\n';
            }
        };
    }

    private boolean size(byte b) {
        if (b == '\r' || b == ';') {
            state = b == ';' ? State.EXTENSION : State.SIZE_LF;
            return digits > 0;
        }
        int digit = b < 0 ? -1 : Character.digit(b, 16);
        remaining = remaining << 4 | digit;
        return digit >= 0 && ++digits <= 16 && remaining <= 0xFFFFFFFFL;
    }

    private boolean extension(byte b) {
        if (b == '\r') {
            state = State.SIZE_LF;
            return true;
        }
        boolean control = (b >= 0 && b < 0x20 && b != '\t') || b == 0x7F;
        return !control && ++extensionBytes <= MAX_EXTENSIONS;
    }

    private Event trailers(ByteBuf in) {
        int at = in.readerIndex();
        if (trailers == null && in.readableBytes() >= 2 && in.getByte(at) == '\r' && in.getByte(at + 1) == '\n') {
            in.skipBytes(2);
            state = State.DONE;
            return Event.END;
        }
        if (trailers == null || trailerParser == null) {
            trailers = new Headers();
            trailerParser = new TrailerParser();
        }
        return switch (trailerParser.read(trailers, in)) {
            case MORE -> Event.MORE;
            case REFUSED -> Event.BAD;
            case DONE -> {
                state = State.DONE;
                yield Event.END;
            }
        };
    }

    /** The trailers that may be passed on, each with its CRLF; empty where there are none. The caller releases it. */
    public ByteBuf takeTrailers() {
        Headers fields = trailers;
        if (fields == null) {
            return Unpooled.EMPTY_BUFFER;
        }
        return TrailerRules.lines(fields);
    }

    /** Writes the line that starts a chunk. */
    public static void writeSize(ByteBuf out, int size) {
        int shift = (31 - Integer.numberOfLeadingZeros(size | 1)) & ~3;
        for (; shift >= 0; shift -= 4) {
            int digit = size >>> shift & 0xF;
            out.writeByte(digit < 10 ? '0' + digit : 'a' + digit - 10);
        }
        out.writeByte('\r').writeByte('\n');
    }

    /** The lines behind the last chunk: fields and nothing else. */
    private static final class TrailerParser extends HeadParser {
        TrailerParser() {
            super(HeadLimits.TRAILERS);
        }

        @Override
        int startLine(byte[] bytes, int at, int end) {
            return at;
        }
    }
}
