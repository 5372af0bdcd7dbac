package dev.sekisho.dataplane.upstream;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.Exchange;
import dev.sekisho.dataplane.ForwardPath;
import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.Reason;
import dev.sekisho.dataplane.RequestHead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes path and Host on the way to the upstream. What comes out is normalised and checked again ({@link ForwardPath}), and may
 * have no segment {@code ..}: that could only come about where two texts meet, and would lead out of what was put in front. Where
 * a policy has changed the path before, prefixes and expressions are those of its path. Thread-safe.
 */
public final class Rewriter {

    /** Changes nothing. */
    public static final Rewriter NONE = new Rewriter(new PathChange.Keep(), new HostChange.Keep());

    /** How the path changes. */
    public sealed interface PathChange {
        /** Not at all. */
        record Keep() implements PathChange {}

        /** What was matched goes, and a text comes in its place; of several that fit the longest, expressions last. */
        record Replace(List<Replacement> replacements) implements PathChange {}

        /**
         * What was matched goes, and a base comes in front of what is left, as {@link dev.sekisho.model.Rewrite.Join} says.
         *
         * @param remove what goes, the longest that fits; empty for nothing
         */
        record Base(List<Replacement> remove, String base, boolean slash) implements PathChange {}

        /** A new path with the values of variables, by their names. */
        record Template(String path, List<String> variables) implements PathChange {}

        /** The first match of an expression is replaced. */
        record Regex(Pattern pattern, String replacement) implements PathChange {}
    }

    /** A part of the path and the text in its place. */
    public record Replacement(MatchedPart part, String put) {}

    private final PathChange change;
    private final HostChange host;

    /** A rewrite of path and Host. */
    public Rewriter(PathChange change, HostChange host) {
        this.change = change;
        this.host = host;
    }

    /** Changes the request; gives why the new path is refused, or {@link Reason#NONE}. */
    public Reason apply(Exchange x) {
        Reason refused = host.apply(x);
        return refused != Reason.NONE ? refused : path(x);
    }

    private Reason path(Exchange x) {
        return switch (change) {
            case PathChange.Keep ignored -> Reason.NONE;
            case PathChange.Replace replace -> replace(x, replace);
            case PathChange.Base base -> base(x, base);
            case PathChange.Template template -> put(x.request(), template(x, template));
            case PathChange.Regex regex -> regex(x, regex);
        };
    }

    private static Reason put(RequestHead head, String path) {
        return isAscending(path) ? Reason.PATH_ABOVE_ROOT : ForwardPath.put(head, path);
    }

    private static boolean isAscending(String path) {
        for (int at = path.indexOf("/.."); at >= 0; at = path.indexOf("/..", at + 1)) {
            if (at + 3 == path.length() || path.charAt(at + 3) == '/') {
                return true;
            }
        }
        return false;
    }

    private static Reason replace(Exchange x, PathChange.Replace replace) {
        RequestHead head = x.request();
        String path = head.forwardText(); // which a policy may have changed
        Replacement best = longest(replace.replacements(), path);
        if (best == null) {
            return Reason.NONE;
        }
        long range = best.part.find(path);
        if (best.put.isEmpty()) {
            removed(x, path, range);
        }
        String changed =
                path.substring(0, MatchedPart.start(range)) + best.put + path.substring(MatchedPart.end(range));
        return put(head, changed.startsWith("/") ? changed : "/" + changed);
    }

    private static @Nullable Replacement longest(List<Replacement> all, String path) {
        Replacement best = null;
        int most = -1;
        for (Replacement one : all) {
            boolean expression = one.part instanceof MatchedPart.Expression;
            long range = expression && best != null ? MatchedPart.NONE : one.part.find(path);
            int length = MatchedPart.end(range) - MatchedPart.start(range);
            if (range != MatchedPart.NONE && (best == null || length > most)) {
                best = one;
                most = length;
            }
        }
        return best;
    }

    /** Tells the upstream what is gone from the front. */
    private static void removed(Exchange x, String path, long range) {
        if (!x.caller().hasPlainFields() && MatchedPart.start(range) == 0 && MatchedPart.end(range) > 0) {
            x.request().headers().set(HeaderName.X_FORWARDED_PREFIX, path.substring(0, MatchedPart.end(range)));
        }
    }

    private static Reason base(Exchange x, PathChange.Base change) {
        RequestHead head = x.request();
        String path = head.forwardText();
        Replacement best = longest(change.remove(), path);
        if (best == null) {
            return put(head, change.slash() ? slashed(change.base(), path, path) : change.base() + path.substring(1));
        }
        long range = best.part.find(path);
        removed(x, path, range);
        String rest = path.substring(0, MatchedPart.start(range)) + path.substring(MatchedPart.end(range));
        if (change.slash()) {
            return put(head, slashed(change.base(), rest, path));
        }
        boolean two = change.base().endsWith("/") && rest.startsWith("/");
        return put(head, change.base() + (two ? rest.substring(1) : rest));
    }

    /** Base and what is left of the path, with exactly one slash between them. */
    private static String slashed(String base, String rest, String path) {
        if (path.equals("/")) {
            return base;
        }
        String trimmed = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        if (rest.isEmpty()) {
            return path.endsWith("/") || trimmed.isEmpty() ? trimmed + "/" : trimmed;
        }
        return trimmed + (rest.startsWith("/") ? rest : "/" + rest);
    }

    private static String template(Exchange x, PathChange.Template template) {
        String path = template.path();
        byte[] bytes = x.request().headers().bytes();
        for (int i = 0; i < template.variables().size(); i++) {
            String value = Ascii.string(bytes, x.captureStart(i), x.captureEnd(i));
            path = path.replace("{" + template.variables().get(i) + "}", value);
        }
        return path;
    }

    private static Reason regex(Exchange x, PathChange.Regex regex) {
        Matcher matcher = regex.pattern().matcher(x.request().forwardText());
        return matcher.find() ? put(x.request(), matcher.replaceFirst(regex.replacement())) : Reason.NONE;
    }
}
