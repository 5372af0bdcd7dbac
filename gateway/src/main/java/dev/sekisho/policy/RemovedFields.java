package dev.sekisho.policy;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import dev.sekisho.policy.FieldNames.Head;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Fields that are removed: by name, or, where a star ends the name, all that begin so. Immutable, thread-safe. */
final class RemovedFields {

    private final Head head;
    private final HeaderName[] names;
    private final byte[][] prefixes; // in lower case

    /**
     * As the setting says.
     *
     * @throws IllegalArgumentException where a name may not be changed, or a star has nothing before it
     */
    RemovedFields(Head head, List<String> texts) {
        this.head = head;
        List<HeaderName> all = new ArrayList<>();
        List<byte[]> beginnings = new ArrayList<>();
        for (String text : texts) {
            if (text.endsWith("*")) {
                beginnings.add(prefix(text));
            } else {
                all.add(FieldNames.changeable("remove", text, head));
            }
        }
        names = all.toArray(HeaderName[]::new);
        prefixes = beginnings.toArray(byte[][]::new);
    }

    private static byte[] prefix(String text) {
        if (text.equals("*")) {
            throw new IllegalArgumentException(
                    "remove: * (expected: a name, or its beginning and a star, such as X-Internal-*)");
        }
        String beginning = text.substring(0, text.length() - 1);
        FieldNames.field("remove", beginning);
        return Ascii.bytes(beginning.toLowerCase(Locale.ROOT));
    }

    void apply(Headers headers) {
        headers.removeAll(names);
        if (prefixes.length > 0) {
            for (int i = 0; i < headers.count(); i++) {
                if (!headers.isRemoved(i) && beginsSo(headers, i) && isChangeable(headers.known(i))) {
                    headers.remove(i);
                }
            }
        }
    }

    private boolean beginsSo(Headers headers, int field) {
        int start = headers.nameStart(field);
        int length = headers.nameEnd(field) - start;
        for (byte[] prefix : prefixes) {
            if (length >= prefix.length && Ascii.equalsLower(headers.bytes(), start, start + prefix.length, prefix)) {
                return true;
            }
        }
        return false;
    }

    /** What the gateway answers for stays, whatever begins so; all such names are interned. */
    private boolean isChangeable(@Nullable HeaderName known) {
        return known == null || FieldNames.isChangeable(known, head);
    }

    void describe(List<String> steps) {
        for (HeaderName name : names) {
            steps.add("removes " + name);
        }
        for (byte[] prefix : prefixes) {
            steps.add("removes " + Ascii.string(prefix, 0, prefix.length) + "*");
        }
    }
}
