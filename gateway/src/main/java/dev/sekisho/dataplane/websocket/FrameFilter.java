package dev.sekisho.dataplane.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Polices the frames of one direction of a WebSocket connection (RFC 6455 section 5) without taking them apart: what passes
 * are the bytes that came. Held back are the header of a frame until it is whole, and control frames, at most 131 bytes; so
 * a frame whose header is invalid, or an invalid control frame, never reaches the other side, not even in part. A text that
 * turns out not to be UTF-8 stops where its frame began, or inside it where that was passed on already.
 *
 * <p>Nothing is copied and no memory is taken where bytes come in whole frames. Not thread-safe.
 */
final class FrameFilter {

    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int FIN = 0x80;
    private static final int RESERVED = 0x70;
    private static final int COMPRESSED = 0x40; // RSV1, RFC 7692 section 6
    private static final int MASKED = 0x80;
    private static final int CONTROL_MAX = 125; // bytes, RFC 6455 section 5.5
    private static final int HELD_MAX = 2 + 4 + CONTROL_MAX;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private final ByteBufAllocator allocator;
    private final boolean masked;
    private final boolean deflate;
    private final long maxFrame;
    private final long maxMessage;
    private final FrameEvents events;
    private final Utf8Check utf8 = new Utf8Check();

    private final byte[] unit = new byte[HELD_MAX]; // the header or control frame that is being read
    private int length;
    private int need = 2;

    private boolean fragmented; // a message goes on in the next data frame
    private boolean last; // the frame under way ends its message
    private boolean checked; // the message is text whose bytes can be checked
    private long message; // its bytes so far
    private long left; // payload bytes of the frame under way that are still to come
    private int key;
    private int phase; // payload bytes since the key began anew

    private boolean stopping;
    private boolean dropping;
    private boolean severed;
    private int closeCode;
    private int violation;

    // Of one call
    private @Nullable ByteBuf out; // what passes, where that is not one run of what came
    private int run; // where what passes next begins
    private int before; // bytes of the unit that came with earlier calls
    private int frame; // where the frame under way begins, or -1 where that was in an earlier call
    private boolean prefixed; // it begins with bytes that came earlier, which stand in out
    private int cut; // where what passes ends, after a violation

    /**
     * A filter.
     *
     * @param masked whether frames must be masked, as those of clients must, or must not be
     * @param deflate whether permessage-deflate was agreed on
     * @param maxFrame largest payload, bytes; 0 for no limit
     * @param maxMessage largest message, bytes; 0 for no limit
     */
    FrameFilter(
            ByteBufAllocator allocator,
            boolean masked,
            boolean deflate,
            long maxFrame,
            long maxMessage,
            FrameEvents events) {
        this.allocator = allocator;
        this.masked = masked;
        this.deflate = deflate;
        this.maxFrame = maxFrame == 0 ? Long.MAX_VALUE : maxFrame;
        this.maxMessage = maxMessage == 0 ? Long.MAX_VALUE : maxMessage;
        this.events = events;
    }

    /** Takes bytes over and gives those that may pass, which may be none; the caller releases them. */
    ByteBuf filter(ByteBuf in) {
        int start = in.readerIndex();
        int end = in.writerIndex();
        run = start;
        cut = start; // nothing passes behind an earlier violation
        before = length;
        frame = -1;
        prefixed = false;
        int at = start;
        while (at < end && violation == 0 && closeCode == 0) {
            at = left > 0 ? payload(in, at, end) : unit(in, at, end);
        }
        int until = violation != 0 ? cut : at - Math.max(0, length - before);
        return passed(in, until);
    }

    private ByteBuf passed(ByteBuf in, int until) {
        ByteBuf copied = out;
        if (copied == null) {
            in.setIndex(run, Math.max(run, until));
            return in;
        }
        copy(in, until);
        out = null;
        in.release();
        return copied;
    }

    private void copy(ByteBuf in, int until) {
        if (until > run) {
            room(in).writeBytes(in, run, until - run);
            run = until;
        }
    }

    private ByteBuf room(ByteBuf in) {
        ByteBuf known = out;
        if (known == null) {
            known = allocator.buffer(before + in.readableBytes());
            out = known;
        }
        return known;
    }

    /** From the next frame on nothing passes; what comes is still looked at for a close frame. */
    void stop() {
        stopping = true;
        dropping |= left == 0;
    }

    /** Whether what has passed ends with a frame, so that another one may follow. */
    boolean isAtBoundary() {
        return !severed && (left == 0 || dropping);
    }

    /** Whether what has passed ends inside a frame that will never go on. */
    boolean isSevered() {
        return severed;
    }

    /** Code of the close frame that came, {@link CloseCode#NO_CODE} for one without; 0 where none came. */
    int closeCode() {
        return closeCode;
    }

    /** Code of what is wrong with the bytes that came; 0 where nothing is. Nothing passes any more. */
    int violation() {
        return violation;
    }

    // Headers and control frames

    private int unit(ByteBuf in, int at, int end) {
        dropping |= stopping;
        int count = Math.min(need - length, end - at);
        in.getBytes(at, unit, length, count);
        length += count;
        int next = at + count;
        if (length < need) {
            return next;
        }
        int from = Math.max(in.readerIndex(), next - length);
        if (need == 2) {
            violation = beginning(unit[0] & 0xFF, unit[1] & 0xFF);
            need = extent(unit[0], unit[1] & 0x7F);
        }
        if (violation == 0 && length == need) {
            whole(in, from, next);
        }
        cut = from;
        return next;
    }

    /** What is wrong with the first two bytes of a frame; 0 for nothing. */
    private int beginning(int first, int second) {
        int opcode = first & 0x0F;
        int reserved = first & RESERVED;
        boolean starts = opcode == TEXT || opcode == BINARY;
        boolean control = opcode >= CLOSE;
        boolean known = starts || opcode == CONTINUATION || (control && opcode <= PONG);
        boolean whole = !control || ((first & FIN) != 0 && (second & 0x7F) <= CONTROL_MAX);
        boolean inTurn = control || starts != fragmented;
        boolean plain = reserved == 0 || (reserved == COMPRESSED && deflate && starts);
        boolean rightly = masked == ((second & MASKED) != 0);
        return known && whole && inTurn && plain && rightly ? 0 : CloseCode.PROTOCOL_ERROR;
    }

    /** How many bytes are to be seen before anything passes: the header, and all of a control frame. */
    private int extent(byte first, int size) {
        int header = 2 + (size < 126 ? 0 : size == 126 ? 2 : 8) + (masked ? 4 : 0);
        return (first & 0x0F) >= CLOSE ? header + size : header;
    }

    private void whole(ByteBuf in, int from, int next) {
        int opcode = unit[0] & 0x0F;
        boolean drop = dropping;
        if (opcode >= CLOSE) {
            drop |= control(opcode);
        } else {
            data(opcode);
        }
        if (violation == 0) {
            place(in, from, next, drop);
        }
        length = 0;
        need = 2;
    }

    /** Puts the unit to what passes, or leaves it out. */
    private void place(ByteBuf in, int from, int next, boolean drop) {
        frame = from;
        prefixed = before > 0 && !drop;
        if (prefixed) {
            room(in).writeBytes(unit, 0, before);
        } else if (drop) {
            copy(in, from);
            run = next;
        }
        before = 0;
    }

    private void data(int opcode) {
        int size = unit[1] & 0x7F;
        long payload = size < 126 ? size : size == 126 ? number(2) : number(8);
        boolean minimal = size < 126 || payload >= (size == 126 ? 126 : 1 << 16); // negative where the high bit is set
        if (!minimal) {
            violation = CloseCode.PROTOCOL_ERROR;
            return;
        }
        if (opcode != CONTINUATION) {
            message = 0;
            checked = opcode == TEXT && (unit[0] & COMPRESSED) == 0;
            utf8.reset();
        }
        if (payload > maxFrame || payload > maxMessage - message) {
            violation = CloseCode.TOO_BIG;
            return;
        }
        message += payload;
        last = (unit[0] & FIN) != 0;
        fragmented = !last;
        left = payload;
        key = masked ? key(length - 4) : 0;
        phase = 0;
        if (payload == 0) {
            frameEnds();
        }
    }

    private long number(int bytes) {
        long value = 0;
        for (int i = 2; i < 2 + bytes; i++) {
            value = value << 8 | (unit[i] & 0xFF);
        }
        return value;
    }

    private int key(int at) {
        return unit[at] << 24 | (unit[at + 1] & 0xFF) << 16 | (unit[at + 2] & 0xFF) << 8 | (unit[at + 3] & 0xFF);
    }

    /** Looks at a control frame; whether it must not pass. */
    private boolean control(int opcode) {
        int size = unit[1] & 0x7F;
        int from = length - size;
        int mask = masked ? key(from - 4) : 0;
        if (opcode == CLOSE) {
            close(from, size, mask);
            return false;
        }
        return opcode == PONG && events.isOwnPong(unit, from, size, mask);
    }

    private void close(int from, int size, int mask) {
        if (size == 0) {
            closeCode = CloseCode.NO_CODE;
            return;
        }
        int code = size == 1 ? 0 : plain(from, 0, mask) << 8 | plain(from, 1, mask);
        if (!CloseCode.maySend(code)) {
            violation = CloseCode.PROTOCOL_ERROR;
            return;
        }
        Utf8Check reason = new Utf8Check(); // the message around it may be inside a character
        boolean good = true;
        for (int i = 2; i < size; i++) {
            good &= reason.take(plain(from, i, mask));
        }
        if (good && reason.isWhole()) {
            closeCode = code;
        } else {
            violation = CloseCode.BAD_DATA;
        }
    }

    private int plain(int from, int i, int mask) {
        return (unit[from + i] ^ (mask >>> (24 - 8 * (i & 3)))) & 0xFF;
    }

    // Payloads of data frames

    private int payload(ByteBuf in, int at, int end) {
        int count = (int) Math.min(left, end - at);
        if (checked && !isText(in, at, at + count)) {
            refusePayload(in);
            return at;
        }
        left -= count;
        phase = (phase + count) & 3;
        int next = at + count;
        if (dropping) {
            run = next;
        }
        if (left == 0) {
            frameEnds();
            if (violation != 0) {
                refusePayload(in);
            }
        }
        return next;
    }

    private void frameEnds() {
        if (last && checked && !utf8.isWhole()) {
            violation = CloseCode.BAD_DATA;
        } else if (last && !dropping) {
            events.message();
        }
    }

    private void refusePayload(ByteBuf in) {
        violation = CloseCode.BAD_DATA;
        if (frame >= 0) {
            cut = frame;
            ByteBuf copied = out;
            if (prefixed && copied != null) {
                copied.clear();
            }
            left = 0;
        } else {
            cut = in.readerIndex();
            severed = !dropping;
        }
    }

    /** Whether the bytes, without their mask, go on as UTF-8; eight at a time where they are ASCII. */
    private boolean isText(ByteBuf in, int from, int to) {
        int turned = Integer.rotateLeft(key, 8 * phase);
        int i = from;
        while (i < to) {
            int offset = (i - from) & 3;
            if (utf8.isWhole()) {
                int start = i;
                long here = Integer.rotateLeft(turned, 8 * offset) & 0xFFFFFFFFL;
                long wide = here << 32 | here;
                while (to - i >= 8 && ((in.getLong(i) ^ wide) & HIGH_BITS) == 0) {
                    i += 8;
                }
                if (i > start) {
                    continue;
                }
            }
            if (!utf8.take((in.getByte(i) ^ (turned >>> (24 - 8 * offset))) & 0xFF)) {
                return false;
            }
            i++;
        }
        return true;
    }
}
