package dev.sekisho.policy.cache.store;

import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.policy.cache.rule.Lifetime;
import dev.sekisho.policy.cache.rule.Personal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is known of stored responses as bytes, for places that outlive the process. What another version wrote is not read. Thread-safe. */
public final class MetaCodec {

    private static final int VERSION = 1;
    private static final int RESPONSE = 1;
    private static final int VARIANTS = 2;
    private static final int MOST = 100_000; // fields, tags or names of one

    private MetaCodec() {}

    /** What stands beside a body, or in place of one. */
    public sealed interface Kept {
        /** What it is about. */
        Meta.About about();
    }

    /** A response. */
    public record OfResponse(Meta meta) implements Kept {
        @Override
        public Meta.About about() {
            return meta.about();
        }
    }

    /** A mark that there are variants. */
    public record OfVariants(Variants variants) implements Kept {
        @Override
        public Meta.About about() {
            return variants.about();
        }
    }

    /** The bytes of a response's head and of what is known of it. */
    public static byte[] encode(Meta meta) {
        return written(out -> {
            out.writeByte(RESPONSE);
            about(meta.about(), out);
            out.writeLong(meta.length());
            Lifetime lifetime = meta.lifetime();
            out.writeLong(lifetime.fresh());
            out.writeLong(lifetime.revalidate());
            out.writeLong(lifetime.error());
            out.writeBoolean(lifetime.strict());
            out.writeLong(meta.age());
            out.writeLong(meta.received());
            out.writeByte(meta.audience().code());
            head(meta.head(), out);
        });
    }

    /** The bytes of a mark. */
    public static byte[] encode(Variants variants) {
        return written(out -> {
            out.writeByte(VARIANTS);
            about(variants.about(), out);
            texts(variants.names(), out);
            out.writeLong(variants.number());
        });
    }

    /**
     * Reads what was written; empty where it is of another version, or damaged.
     *
     * @param hidden fields that clients do not see, in lower case
     */
    public static Optional<Kept> decode(byte[] bytes, Set<String> hidden) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readUnsignedByte() != VERSION) {
                return Optional.empty();
            }
            return switch (in.readUnsignedByte()) {
                case RESPONSE -> Optional.of(new OfResponse(response(in, hidden)));
                case VARIANTS -> {
                    Meta.About about = about(in);
                    yield Optional.of(new OfVariants(new Variants(about, texts(in), in.readLong())));
                }
                default -> Optional.empty();
            };
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static Meta response(DataInputStream in, Set<String> hidden) throws IOException {
        Meta.About about = about(in);
        long length = in.readLong();
        Lifetime lifetime = new Lifetime(in.readLong(), in.readLong(), in.readLong(), in.readBoolean());
        long age = in.readLong();
        long received = in.readLong();
        Personal audience = Personal.of(in.readUnsignedByte());
        ResponseHead head = head(in);
        ResponseHead shown = Heads.kept(head, hidden, Instant.ofEpochMilli(received));
        return Meta.of(about, head, shown, length, lifetime, age, received, audience);
    }

    @FunctionalInterface
    private interface Part {
        void write(DataOutputStream out) throws IOException;
    }

    private static byte[] written(Part part) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            part.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // never: it is written to memory
        }
        return bytes.toByteArray();
    }

    private static void about(Meta.About about, DataOutputStream out) throws IOException {
        text(about.url(), out);
        texts(about.tags(), out);
        out.writeLong(about.started());
    }

    private static Meta.About about(DataInputStream in) throws IOException {
        return new Meta.About(text(in), texts(in), in.readLong());
    }

    private static void head(ResponseHead head, DataOutputStream out) throws IOException {
        out.writeInt(head.status());
        List<String> lines = new ArrayList<>();
        Headers headers = head.headers();
        for (int i = 0; i < headers.count(); i++) {
            if (!headers.isRemoved(i)) {
                lines.add(headers.name(i));
                lines.add(headers.value(i));
            }
        }
        texts(lines, out);
    }

    private static ResponseHead head(DataInputStream in) throws IOException {
        ResponseHead head = new ResponseHead();
        head.clear();
        head.status(in.readInt());
        List<String> lines = texts(in);
        for (int i = 0; i + 1 < lines.size(); i += 2) {
            Heads.add(head.headers(), lines.get(i), lines.get(i + 1));
        }
        return head;
    }

    private static void texts(List<String> texts, DataOutputStream out) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            text(text, out);
        }
    }

    private static List<String> texts(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MOST) {
            throw new IOException("texts: " + count + " (expected: 0 to " + MOST + ")");
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(text(in));
        }
        return texts;
    }

    private static void text(String text, DataOutputStream out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("text: " + length + " bytes (expected: 0 to " + in.available() + ")");
        }
        return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    }
}
