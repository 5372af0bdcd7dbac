package dev.sekisho.dataplane;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What policies keep for an exchange, each at its place of the chain. Kept with the exchange and used again, so that only a chain longer
 * than any before allocates. On its loop; not thread-safe.
 */
final class Places {

    private long[] marks = new long[1]; // a bit for each place
    private boolean marked;
    private @Nullable Object[] attachments = new @Nullable Object[0];
    private boolean attached;
    private @Nullable Policy[] variants = new @Nullable Policy[0];
    private boolean varied;

    void clear() {
        if (marked) {
            Arrays.fill(marks, 0);
            marked = false;
        }
        if (attached) {
            Arrays.fill(attachments, null);
            attached = false;
        }
        if (varied) {
            Arrays.fill(variants, null);
            varied = false;
        }
    }

    void mark(int place) {
        int word = place >>> 6;
        if (word >= marks.length) {
            marks = Arrays.copyOf(marks, word + 1); // only of chains longer than 64
        }
        marks[word] |= 1L << place;
        marked = true;
    }

    boolean isMarked(int place) {
        int word = place >>> 6;
        return word < marks.length && (marks[word] >>> place & 1) != 0;
    }

    void attach(int place, Object what) {
        if (place >= attachments.length) {
            attachments = Arrays.copyOf(attachments, place + 1);
        }
        attachments[place] = what;
        attached = true;
    }

    Optional<Object> attachment(int place) {
        return place < attachments.length ? Optional.ofNullable(attachments[place]) : Optional.empty();
    }

    Object attachmentOr(int place, Object other) {
        Object kept = place < attachments.length ? attachments[place] : null;
        return kept == null ? other : kept;
    }

    void variant(int place, Policy serving) {
        if (place >= variants.length) {
            variants = Arrays.copyOf(variants, place + 1);
        }
        variants[place] = serving;
        varied = true;
    }

    Policy variantOr(int place, Policy other) {
        Policy serving = place < variants.length ? variants[place] : null;
        return serving == null ? other : serving;
    }
}
