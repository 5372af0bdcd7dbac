package dev.sekisho.policy.cache;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.dataplane.conditional.ByteRanges;
import dev.sekisho.dataplane.conditional.Conditions;
import dev.sekisho.policy.cache.rule.NginxConditions;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What becomes of a stored response by the conditions and ranges of a request. Thread-safe. */
sealed interface Shape {

    HeaderName CONTENT_RANGE = HeaderName.of("Content-Range");
    HeaderName ACCEPT_RANGES = HeaderName.of("Accept-Ranges");
    HeaderName CONTENT_LANGUAGE = HeaderName.of("Content-Language");

    /** The body to send; takes that of the stored response over. */
    ByteBuf body(ByteBuf whole);

    /** Changes status and fields of the stored response. */
    void head(ResponseHead head);

    /** The shape that a request asks for. */
    static Shape of(RequestHead request, ResponseHead stored, long length, InstantSource clock) {
        Headers asked = request.headers();
        boolean conditions = asked.contains(Conditions.IF_NONE_MATCH) || asked.contains(Conditions.IF_MODIFIED_SINCE);
        if (conditions && stored.isSuccess() && Conditions.notModified(asked, stored.headers(), clock.instant())) {
            return NotModified.ONLY;
        }
        boolean ranged = request.method() == Method.GET && stored.status() == 200 && asked.contains(Conditions.RANGE);
        return ranged ? ofRange(asked, stored, length, clock) : Whole.ONLY;
    }

    /** The shape that nginx gives it: parts only where the response told of ranges, and then without telling of them again. */
    static Shape asNginx(RequestHead request, ResponseHead stored, long length, InstantSource clock) {
        Headers asked = request.headers();
        if (stored.status() != 200) {
            return Whole.ONLY;
        }
        if (NginxConditions.of(asked, stored.headers(), clock.instant()) == NginxConditions.NOT_MODIFIED) {
            return NotModified.ONLY;
        }
        boolean ranged = asked.contains(Conditions.RANGE) && stored.headers().contains(ACCEPT_RANGES);
        Shape shape = ranged ? ofRange(asked, stored, length, clock) : Whole.ONLY;
        return shape == Whole.ONLY ? shape : new Untold(shape);
    }

    private static Shape ofRange(Headers asked, ResponseHead stored, long length, InstantSource clock) {
        if (!Conditions.rangeCounts(asked, stored.headers(), clock.instant())) {
            return Whole.ONLY;
        }
        List<String> values = asked.getAll(Conditions.RANGE);
        Optional<ByteRanges> ranges =
                values.size() == 1 ? ByteRanges.parse(values.getFirst(), length) : Optional.empty();
        if (ranges.isEmpty()) {
            return Whole.ONLY;
        }
        List<ByteRanges.Range> parts = ranges.get().ranges();
        return switch (parts.size()) {
            case 0 -> new Unsatisfiable(length);
            case 1 -> new Part(parts.getFirst(), length);
            default -> Parts.of(parts, length, stored);
        };
    }

    /** As it is. */
    enum Whole implements Shape {
        /** The only one. */
        ONLY;

        @Override
        public ByteBuf body(ByteBuf whole) {
            return whole;
        }

        @Override
        public void head(ResponseHead head) {
            // as it is
        }
    }

    /** 304: the client has it (RFC 9110 section 15.4.5). */
    enum NotModified implements Shape {
        /** The only one. */
        ONLY;

        @Override
        public ByteBuf body(ByteBuf whole) {
            whole.release();
            return Unpooled.EMPTY_BUFFER;
        }

        @Override
        public void head(ResponseHead head) {
            head.status(304);
            Headers headers = head.headers();
            headers.remove(HeaderName.CONTENT_TYPE);
            headers.remove(HeaderName.CONTENT_ENCODING);
            headers.remove(CONTENT_LANGUAGE);
            headers.remove(HeaderName.CONTENT_LENGTH);
            head.contentLength(-1);
        }
    }

    /** 206 with one part (RFC 9110 section 15.3.7.1). */
    record Part(ByteRanges.Range range, long length) implements Shape {
        @Override
        public ByteBuf body(ByteBuf whole) {
            return whole.slice(whole.readerIndex() + (int) range.from(), (int) range.length());
        }

        @Override
        public void head(ResponseHead head) {
            head.status(206);
            head.contentLength(range.length());
            head.headers().set(CONTENT_RANGE, range.contentRange(length));
        }
    }

    /**
     * 206 with several parts (RFC 9110 section 14.6).
     *
     * @param boundary that the body does not hold, but for a chance of one in 2^128
     */
    record Parts(List<ByteRanges.Range> ranges, long length, String boundary, String type) implements Shape {

        static Parts of(List<ByteRanges.Range> ranges, long length, ResponseHead stored) {
            String boundary = UUID.randomUUID().toString();
            return new Parts(
                    ranges,
                    length,
                    boundary,
                    stored.headers().get(HeaderName.CONTENT_TYPE).orElse(""));
        }

        @Override
        public ByteBuf body(ByteBuf whole) {
            CompositeByteBuf all = Unpooled.compositeBuffer(2 * ranges.size() + 1);
            for (ByteRanges.Range range : ranges) {
                String head = "\r\n--" + boundary + "\r\n" + (type.isEmpty() ? "" : "Content-Type: " + type + "\r\n")
                        + "Content-Range: " + range.contentRange(length) + "\r\n\r\n";
                all.addComponent(true, Unpooled.wrappedBuffer(Ascii.bytes(head)));
                all.addComponent(
                        true, whole.retainedSlice(whole.readerIndex() + (int) range.from(), (int) range.length()));
            }
            all.addComponent(true, Unpooled.wrappedBuffer(Ascii.bytes("\r\n--" + boundary + "--\r\n")));
            whole.release();
            return all;
        }

        @Override
        public void head(ResponseHead head) {
            head.status(206);
            head.headers().set(HeaderName.CONTENT_TYPE, "multipart/byteranges; boundary=" + boundary);
        }
    }

    /**
     * A part that does not tell that there are parts.
     *
     * @param part the part
     */
    record Untold(Shape part) implements Shape {
        @Override
        public ByteBuf body(ByteBuf whole) {
            return part.body(whole);
        }

        @Override
        public void head(ResponseHead head) {
            head.headers().remove(ACCEPT_RANGES);
            part.head(head);
        }
    }

    /** 416: the body has none of what is asked for (RFC 9110 section 15.5.17). */
    record Unsatisfiable(long length) implements Shape {
        @Override
        public ByteBuf body(ByteBuf whole) {
            whole.release();
            return Unpooled.EMPTY_BUFFER;
        }

        @Override
        public void head(ResponseHead head) {
            head.status(416);
            head.contentLength(0);
            Headers headers = head.headers();
            headers.remove(HeaderName.CONTENT_TYPE);
            headers.remove(HeaderName.CONTENT_ENCODING);
            headers.set(CONTENT_RANGE, "bytes */" + length);
        }
    }
}
