package dev.sekisho.dataplane.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A plain reading of RFC 6455 section 5 over a whole stream, as the oracle of the filter.
 *
 * @param good bytes of the whole frames that are good, from the start of the stream
 * @param violation code of what is wrong with the frame behind them; 0 where nothing is, or it is not whole
 * @param closeCode code of the close frame; 0 for none
 * @param messages whole messages
 * @param whole whether the stream ends with a frame, or was refused
 */
record PlainFrames(int good, int violation, int closeCode, int messages, boolean whole) {

    static PlainFrames read(Filtering.Rules rules, byte[] stream) {
        int at = 0;
        int messages = 0;
        @Nullable ByteArrayOutputStream message = null;
        boolean text = false;
        while (at < stream.length) {
            Frame frame = Frame.at(stream, at, rules.masked());
            if (frame == null) {
                return new PlainFrames(at, 0, 0, messages, false);
            }
            int wrong = wrong(frame, rules, message != null);
            if (wrong != 0) {
                return new PlainFrames(at, wrong, 0, messages, true);
            }
            if (frame.opcode() == TestFrames.CLOSE) {
                int bad = badReason(frame);
                int code = frame.payload().length == 0 ? 1005 : frame.code();
                return new PlainFrames(bad == 0 ? frame.end() : at, bad, bad == 0 ? code : 0, messages, true);
            }
            if (frame.opcode() < TestFrames.CLOSE) {
                if (message == null) {
                    message = new ByteArrayOutputStream();
                    text = frame.opcode() == TestFrames.TEXT && frame.reserved() == 0;
                }
                if (rules.maxMessage() > 0 && message.size() + frame.payload().length > rules.maxMessage()) {
                    return new PlainFrames(at, 1009, 0, messages, true);
                }
                message.writeBytes(frame.payload());
                if (text && !isUtf8(message.toByteArray(), frame.fin())) {
                    return new PlainFrames(at, 1007, 0, messages, true);
                }
                if (frame.fin()) {
                    messages++;
                    message = null;
                }
            }
            at = frame.end();
        }
        return new PlainFrames(at, 0, 0, messages, true);
    }

    private static int wrong(Frame frame, Filtering.Rules rules, boolean inMessage) {
        boolean control = frame.opcode() >= 8;
        boolean starts = frame.opcode() == 1 || frame.opcode() == 2;
        boolean known = frame.opcode() <= 2 || (frame.opcode() >= 8 && frame.opcode() <= 10);
        boolean reserved = frame.reserved() == 0 || (frame.reserved() == 4 && rules.deflate() && starts);
        boolean order = control || starts != inMessage;
        boolean size = !control || (frame.fin() && frame.payload().length <= 125);
        if (!known || !reserved || !order || !size || frame.masked() != rules.masked() || !frame.minimal()) {
            return 1002;
        }
        return rules.maxFrame() > 0 && !control && frame.payload().length > rules.maxFrame() ? 1009 : 0;
    }

    private static int badReason(Frame frame) {
        int size = frame.payload().length;
        int code = frame.code();
        boolean good =
                (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code < 5000);
        if (size == 1 || (size > 1 && !good)) {
            return 1002;
        }
        if (size < 2) {
            return 0;
        }
        byte[] reason = new byte[size - 2];
        System.arraycopy(frame.payload(), 2, reason, 0, reason.length);
        return isUtf8(reason, true) ? 0 : 1007;
    }

    /** Whether the bytes are UTF-8, or the beginning of it where more is to come. */
    static boolean isUtf8(byte[] bytes, boolean all) {
        for (int cut = 0; cut <= (all ? 0 : Math.min(3, bytes.length)); cut++) {
            if (decodes(bytes, bytes.length - cut) && (cut == 0 || canGoOn(bytes, bytes.length - cut))) {
                return true;
            }
        }
        return false;
    }

    private static boolean decodes(byte[] bytes, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Whether some bytes behind the last ones, which are not a character yet, make them one. */
    private static boolean canGoOn(byte[] bytes, int from) {
        int have = bytes.length - from;
        for (int more = 1; more <= 3; more++) {
            for (int fill : new int[] {0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF}) {
                byte[] tried = new byte[have + more];
                System.arraycopy(bytes, from, tried, 0, have);
                Arrays.fill(tried, have, tried.length, (byte) fill);
                if (decodes(tried, tried.length)
                        && new String(tried, StandardCharsets.UTF_8).codePointCount(0, length(tried)) == 1) {
                    return true;
                }
            }
        }
        return false;
    }

    private static int length(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).length();
    }

    /** One frame, its payload unmasked. */
    record Frame(boolean fin, int reserved, int opcode, boolean masked, byte[] payload, int end, boolean minimal) {

        /** The frame that starts there; null where it is not whole, unless its first two bytes tell that it is bad. */
        static @Nullable Frame at(byte[] stream, int at, boolean expectMask) {
            if (stream.length - at < 2) {
                return null;
            }
            int first = stream[at] & 0xFF;
            boolean masked = (stream[at + 1] & 0x80) != 0;
            int size = stream[at + 1] & 0x7F;
            int form = size < 126 ? 0 : size == 126 ? 2 : 8;
            int keyed = expectMask ? 4 : 0;
            if (stream.length - at < 2 + form + keyed) {
                return null;
            }
            long length = form == 0 ? size : 0;
            for (int i = 0; i < form; i++) {
                length = length << 8 | (stream[at + 2 + i] & 0xFF);
            }
            boolean minimal = form == 0 || (form == 2 ? length >= 126 : length >= 1 << 16);
            int key = at + 2 + form;
            int from = key + keyed;
            boolean fits = length >= 0 && length <= stream.length - from;
            if (minimal && !fits) {
                return null;
            }
            byte[] payload = new byte[minimal ? (int) length : 0];
            for (int i = 0; i < payload.length; i++) {
                payload[i] = (byte) (stream[from + i] ^ (keyed > 0 ? stream[key + (i & 3)] : 0));
            }
            return new Frame(
                    first >= 0x80, first >>> 4 & 7, first & 15, masked, payload, from + payload.length, minimal);
        }

        int code() {
            return payload.length < 2 ? 0 : (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
        }
    }
}
