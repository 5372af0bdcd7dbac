package dev.sekisho.snapshot;

import com.google.re2j.Pattern;
import dev.sekisho.dataplane.Ascii;
import dev.sekisho.dataplane.upstream.HostChange;
import dev.sekisho.dataplane.upstream.MatchedPart;
import dev.sekisho.dataplane.upstream.Rewriter;
import dev.sekisho.dataplane.upstream.Rewriter.PathChange;
import dev.sekisho.dataplane.upstream.Rewriter.Replacement;
import dev.sekisho.model.PathPattern;
import dev.sekisho.model.RegexRewrite;
import dev.sekisho.model.Rewrite;
import dev.sekisho.model.Route;
import dev.sekisho.policy.FieldValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Makes the rewriter of a route. */
public final class Rewriters {

    private Rewriters() {}

    /**
     * The rewriter of a route with these variables.
     *
     * @throws IllegalArgumentException where the host names an unknown placeholder
     */
    public static Rewriter of(Route route, List<String> variables) {
        return of(route, route.rewrite(), variables);
    }

    /**
     * The rewriter that a rewrite beside the route's own describes.
     *
     * @throws IllegalArgumentException where the host names an unknown placeholder
     */
    static Rewriter of(Route route, Rewrite rewrite, List<String> variables) {
        PathChange change = change(route, rewrite, variables);
        HostChange host = host(rewrite.host());
        boolean nothing = change instanceof PathChange.Keep && host instanceof HostChange.Keep;
        return nothing ? Rewriter.NONE : new Rewriter(change, host);
    }

    private static HostChange host(String host) {
        return switch (host) {
            case "keep" -> new HostChange.Keep();
            case "target" -> new HostChange.Target();
            default -> {
                FieldValue value = FieldValue.parse("rewrite.host", host);
                yield value.fixed()
                        .<HostChange>map(name -> new HostChange.Name(Ascii.bytes(name)))
                        .orElseGet(() -> new HostChange.Text(value::write));
            }
        };
    }

    private static PathChange change(Route route, Rewrite rewrite, List<String> variables) {
        if (rewrite.path().isPresent()) {
            return new PathChange.Template(rewrite.path().get(), variables);
        }
        if (rewrite.regex().isPresent()) {
            RegexRewrite regex = rewrite.regex().get();
            return new PathChange.Regex(Pattern.compile(regex.pattern()), regex.replacement());
        }
        if (rewrite.prefix().isPresent()) {
            return new PathChange.Replace(matched(route, rewrite.prefix().get()));
        }
        List<Replacement> removed = removed(route, rewrite);
        if (rewrite.base().isPresent()) {
            boolean slash = rewrite.join() == Rewrite.Join.SLASH;
            return new PathChange.Base(removed, rewrite.base().get(), slash);
        }
        return removed.isEmpty() ? new PathChange.Keep() : new PathChange.Replace(removed);
    }

    private static List<Replacement> removed(Route route, Rewrite rewrite) {
        if (rewrite.stripPrefix().isPresent()) {
            String prefix = trimmed(rewrite.stripPrefix().get());
            return List.of(new Replacement(new MatchedPart.Segments(prefix), ""));
        }
        return rewrite.stripMatched() ? matched(route, "") : List.of();
    }

    private static String trimmed(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** What the patterns of the route match, with the text in its place, in the order in which equally long ones are tried. */
    private static List<Replacement> matched(Route route, String put) {
        List<PathPattern> patterns = new ArrayList<>(route.match().path());
        patterns.sort(Comparator.comparingInt(Rewriters::order));
        return patterns.stream().map(pattern -> matched(pattern, put)).toList();
    }

    private static int order(PathPattern pattern) {
        return switch (pattern) {
            case PathPattern.Exact _ -> 0;
            case PathPattern.Template _ -> 1;
            case PathPattern.Prefix _ -> 2;
            case PathPattern.Start _ -> 3;
            case PathPattern.Regex _ -> 4;
        };
    }

    private static Replacement matched(PathPattern pattern, String put) {
        return switch (pattern) {
            case PathPattern.Exact exact -> new Replacement(new MatchedPart.Whole(exact.path()), put);
            case PathPattern.Template template ->
                new Replacement(
                        new MatchedPart.Template(template.segments(), template.prefix()),
                        template.prefix() ? trimmed(put) : put);
            case PathPattern.Prefix prefix -> new Replacement(new MatchedPart.Segments(prefix.path()), trimmed(put));
            case PathPattern.Start start -> new Replacement(new MatchedPart.Text(start.text()), put);
            case PathPattern.Regex regex ->
                new Replacement(new MatchedPart.Expression(Pattern.compile(regex.expression())), put);
        };
    }
}
