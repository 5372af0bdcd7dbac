package dev.sekisho.policy;

import com.google.re2j.Pattern;
import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.RequestHead;
import dev.sekisho.model.PathPattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** Requests that need no token, by method and normalised path. Immutable, thread-safe; paths with variables make a String. */
public final class Exclusions {

    /** Whether a path, in bytes, is one of them. */
    private interface PathTest {
        boolean covers(byte[] bytes, int start, int end);
    }

    private final boolean options;
    private final byte[][] methods;
    private final PathTest[] paths;

    /**
     * Those of the settings.
     *
     * @throws IllegalArgumentException where a method is none
     */
    public Exclusions(Except config) {
        this.options = config.options();
        List<byte[]> names = new ArrayList<>();
        for (String method : config.methods()) {
            if (!method.matches("[A-Z]+")) {
                throw new IllegalArgumentException("except.methods: " + method + " (expected: a method, such as GET)");
            }
            names.add(Ascii.bytes(method));
        }
        this.methods = names.toArray(byte[][]::new);
        this.paths = config.paths().stream().map(Exclusions::test).toArray(PathTest[]::new);
    }

    /** Whether the request needs no token. */
    public boolean cover(RequestHead request) {
        if (options && request.method() == Method.OPTIONS) {
            return true;
        }
        byte[] bytes = request.headers().bytes();
        for (byte[] method : methods) {
            if (Ascii.equals(bytes, request.methodStart(), request.methodEnd(), method)) {
                return true;
            }
        }
        for (PathTest path : paths) {
            if (path.covers(bytes, request.pathStart(), request.pathEnd())) {
                return true;
            }
        }
        return false;
    }

    private static PathTest test(PathPattern pattern) {
        return switch (pattern) {
            case PathPattern.Exact exact -> {
                byte[] text = Ascii.bytes(exact.path());
                yield (bytes, start, end) -> Ascii.equals(bytes, start, end, text);
            }
            case PathPattern.Prefix prefix -> {
                byte[] text = Ascii.bytes(prefix.path());
                yield (bytes, start, end) -> isBelow(bytes, start, end, text);
            }
            case PathPattern.Start start -> {
                byte[] text = Ascii.bytes(start.text());
                yield (bytes, from, end) ->
                        from + text.length <= end && Ascii.equals(bytes, from, from + text.length, text);
            }
            case PathPattern.Template template -> onText(path -> fits(template, path));
            case PathPattern.Regex regex -> {
                Pattern compiled = Pattern.compile(regex.expression());
                yield onText(path -> compiled.matcher(path).find());
            }
        };
    }

    private static PathTest onText(Predicate<String> test) {
        return (bytes, start, end) -> test.test(Ascii.string(bytes, start, end));
    }

    private static boolean isBelow(byte[] bytes, int start, int end, byte[] prefix) {
        int behind = start + prefix.length;
        return behind <= end
                && Arrays.equals(bytes, start, behind, prefix, 0, prefix.length)
                && (behind == end || bytes[behind] == '/');
    }

    private static boolean fits(PathPattern.Template template, String path) {
        List<String> sent = List.of(path.substring(1).split("/", -1));
        int wanted = template.segments().size();
        if (template.prefix() ? sent.size() < wanted : sent.size() != wanted) {
            return false;
        }
        for (int i = 0; i < wanted; i++) {
            String segment = template.segments().get(i);
            boolean same = segment.startsWith("{") ? !sent.get(i).isEmpty() : segment.equals(sent.get(i));
            if (!same) {
                return false;
            }
        }
        return true;
    }
}
