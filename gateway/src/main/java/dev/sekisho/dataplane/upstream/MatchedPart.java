package dev.sekisho.dataplane.upstream;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.List;

/** What a path pattern matches of a path, as a range of it: start in the upper half, end in the lower. Immutable, thread-safe. */
public sealed interface MatchedPart {

    /** Of a pattern that does not fit. */
    long NONE = -1;

    /** The range that is matched, or {@link #NONE}. */
    long find(String path);

    /** Where a range starts. */
    static int start(long range) {
        return (int) (range >>> 32);
    }

    /** Where a range ends. */
    static int end(long range) {
        return (int) range;
    }

    private static long range(int start, int end) {
        return (long) start << 32 | end;
    }

    /** All of this path. */
    record Whole(String text) implements MatchedPart {
        @Override
        public long find(String path) {
            return path.equals(text) ? range(0, path.length()) : NONE;
        }
    }

    /** This beginning, where a segment ends behind it. */
    record Segments(String text) implements MatchedPart {
        @Override
        public long find(String path) {
            int end = text.length();
            boolean fits = path.startsWith(text) && (path.length() == end || path.charAt(end) == '/');
            return fits ? range(0, end) : NONE;
        }
    }

    /** This beginning, whatever follows. */
    record Text(String text) implements MatchedPart {
        @Override
        public long find(String path) {
            return path.startsWith(text) ? range(0, text.length()) : NONE;
        }
    }

    /**
     * The segments of a template.
     *
     * @param segments the segments, a variable in braces
     * @param prefix whether more may follow
     */
    record Template(List<String> segments, boolean prefix) implements MatchedPart {
        @Override
        public long find(String path) {
            int at = 0;
            for (String segment : segments) {
                if (at >= path.length()) {
                    return NONE;
                }
                int slash = path.indexOf('/', at + 1);
                int end = slash < 0 ? path.length() : slash;
                String sent = path.substring(at + 1, end);
                if (segment.startsWith("{") ? sent.isEmpty() : !segment.equals(sent)) {
                    return NONE;
                }
                at = end;
            }
            return prefix || at == path.length() ? range(0, at) : NONE;
        }
    }

    /** What a regular expression finds first. */
    record Expression(Pattern pattern) implements MatchedPart {
        @Override
        public long find(String path) {
            Matcher matcher = pattern.matcher(path);
            return matcher.find() ? range(matcher.start(), matcher.end()) : NONE;
        }
    }
}
