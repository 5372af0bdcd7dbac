package dev.sekisho.policy.rules;

import dev.sekisho.policy.Glob;
import java.util.Collection;
import java.util.List;

/** Several texts of which one must fit. Immutable, thread-safe; allocates nothing when asked. */
final class Globs {

    private final Glob[] all;

    private Globs(Glob[] all) {
        this.all = all;
    }

    /** Those of a term of that name. */
    static Globs of(String term, List<String> texts) {
        return new Globs(texts.stream().map(text -> Glob.of(term, text)).toArray(Glob[]::new));
    }

    boolean match(String value) {
        for (Glob glob : all) {
            if (glob.matches(value)) {
                return true;
            }
        }
        return false;
    }

    boolean match(byte[] bytes, int start, int end) {
        for (Glob glob : all) {
            if (glob.matches(bytes, start, end)) {
                return true;
            }
        }
        return false;
    }

    boolean matchOne(Collection<?> values) {
        for (Object value : values) {
            if (value != null && match(value.toString())) {
                return true;
            }
        }
        return false;
    }
}
