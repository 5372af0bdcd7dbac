package dev.sekisho.policy.cache.store;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.dataplane.ResponseHead;
import dev.sekisho.dataplane.conditional.HttpTime;
import io.netty.buffer.Unpooled;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Heads of stored responses. Thread-safe. */
public final class Heads {

    /** What a 304 does not change: it speaks of itself, or of bytes that stay as they are (RFC 9111 section 3.2). */
    private static final Set<String> OF_BODY = Set.of(
            "content-length", "content-encoding", "content-type", "content-range", "content-md5", "digest", "age");

    private Heads() {}

    /** The head as it is kept, with a Date (RFC 9110 section 6.6.1). */
    public static ResponseHead kept(ResponseHead from, Set<String> omit, Instant now) {
        ResponseHead head = new ResponseHead();
        head.clear();
        head.status(from.status());
        copy(from.headers(), omit, head.headers());
        date(head, now);
        return head;
    }

    /** The stored head with the fields of a 304 in place of its own (RFC 9111 section 3.2). */
    public static ResponseHead merged(ResponseHead stored, ResponseHead fresh, Instant now) {
        Set<String> left = OF_BODY;
        Set<String> replaced = new HashSet<>();
        for (int i = 0; i < fresh.headers().count(); i++) {
            String name = fresh.headers().name(i).toLowerCase(Locale.ROOT);
            if (!fresh.headers().isRemoved(i) && !left.contains(name)) {
                replaced.add(name);
            }
        }
        ResponseHead head = new ResponseHead();
        head.clear();
        head.status(stored.status());
        copy(stored.headers(), replaced, head.headers());
        copy(fresh.headers(), left, head.headers());
        date(head, now);
        return head;
    }

    private static void date(ResponseHead head, Instant now) {
        if (!head.headers().contains(HeaderName.DATE)) {
            head.headers().add(HeaderName.DATE, HttpTime.format(now));
        }
    }

    private static void copy(Headers from, Set<String> omit, Headers to) {
        for (int i = 0; i < from.count(); i++) {
            if (!from.isRemoved(i) && !omit.contains(from.name(i).toLowerCase(Locale.ROOT))) {
                add(to, from.name(i), from.value(i));
            }
        }
    }

    /** Adds a field as a parser does: its name is interned only where somebody interned it before. */
    public static void add(Headers to, String name, String value) {
        byte[] line = Ascii.bytes(name + ": " + value + "\r\n");
        int start = to.end();
        to.append(Unpooled.wrappedBuffer(line), 0, line.length);
        int colon = start + name.length();
        to.index(start, colon, colon + 2, colon + 2 + value.length());
    }
}
