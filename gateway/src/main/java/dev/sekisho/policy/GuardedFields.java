package dev.sekisho.policy;

import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.FieldRole;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Headers;
import java.util.Collection;
import java.util.Locale;

/**
 * Names under which only the gateway may say something. A client's own fields of these names never pass, in no spelling that some
 * server takes for the same name ({@code _} and {@code .} for {@code -}). Immutable, thread-safe.
 */
public final class GuardedFields {

    private final byte[][] names; // in lower case with hyphens

    /** Those names, less the ones that are gone before any policy runs. */
    public GuardedFields(Collection<HeaderName> names) {
        this.names = names.stream()
                .filter(name -> name.role() != FieldRole.IDENTITY)
                .map(name -> Ascii.bytes(folded(name.toString())))
                .toArray(byte[][]::new);
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-').replace('.', '-');
    }

    /** Removes what a client sent under the names. */
    public void strip(Headers request) {
        if (names.length == 0) {
            return;
        }
        for (int i = 0, count = request.count(); i < count; i++) {
            for (byte[] name : names) {
                if (spells(request.bytes(), request.nameStart(i), request.nameEnd(i), name)) {
                    request.remove(i);
                }
            }
        }
    }

    private static boolean spells(byte[] bytes, int start, int end, byte[] name) {
        if (end - start != name.length) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            byte c = Ascii.lower(bytes[start + i]);
            if ((c == '_' || c == '.' ? '-' : c) != name[i]) {
                return false;
            }
        }
        return true;
    }
}
