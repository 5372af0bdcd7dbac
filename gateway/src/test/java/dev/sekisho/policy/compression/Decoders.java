package dev.sekisho.policy.compression;

import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import com.aayushatharva.brotli4j.decoder.DecoderJNI;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;

/** Decoders that are not ours. */
public final class Decoders {

    private Decoders() {}

    /** A decoder of what comes. */
    public static InputStream open(String coding, InputStream in) throws IOException {
        return switch (coding) {
            case "gzip" -> new GZIPInputStream(in);
            case "br" -> new BrotliInputStream(in);
            default -> throw new IllegalArgumentException(coding);
        };
    }

    /** A whole body. */
    public static byte[] decode(String coding, byte[] body) throws IOException {
        try (InputStream in = open(coding, new ByteArrayInputStream(body))) {
            return in.readAllBytes();
        }
    }

    static byte[] decode(Coding coding, byte[] body) throws IOException {
        return decode(coding.toString(), body);
    }

    /** All that can be read of a body that has not ended. */
    public static byte[] decodeCut(String coding, byte[] body) throws IOException {
        if (body.length == 0) {
            return body;
        }
        return coding.equals("br") ? brotliCut(body) : gzipCut(body);
    }

    private static byte[] gzipCut(byte[] body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            for (int b = in.read(); b >= 0; b = in.read()) {
                out.write(b);
            }
            throw new AssertionError("the body has ended (expected: not yet)");
        } catch (EOFException e) {
            return out.toByteArray();
        }
    }

    private static byte[] brotliCut(byte[] body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DecoderJNI.Wrapper decoder = new DecoderJNI.Wrapper(body.length);
        try {
            decoder.getInputBuffer().put(body);
            decoder.push(body.length);
            while (decoder.getStatus() != DecoderJNI.Status.NEEDS_MORE_INPUT || decoder.hasOutput()) {
                switch (decoder.getStatus()) {
                    case OK -> decoder.push(0);
                    case NEEDS_MORE_OUTPUT, NEEDS_MORE_INPUT -> {
                        ByteBuffer made = decoder.pull();
                        byte[] bytes = new byte[made.remaining()];
                        made.get(bytes);
                        out.writeBytes(bytes);
                    }
                    default -> throw new AssertionError(decoder.getStatus() + " (expected: more input is wanted)");
                }
            }
            return out.toByteArray();
        } finally {
            decoder.destroy();
        }
    }
}
